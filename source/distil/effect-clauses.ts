import {acceptable, type Clause, instruction, lowerFirst, SUBJECT} from './clause.ts';
import {hasCode} from './mask.ts';
import {GOES_ON} from './modal-clauses.ts';
import {fromGerund} from './verbs.ts';

/** Facts with a consequence: what is ignored, undefined, limited, insecure, meant for one use, or gone. */
export function effect(text: string): Clause | null {
  return (
    ignored(text) ??
    undefinedBehaviour(text) ??
    limited(text) ??
    exposed(text) ??
    intended(text) ??
    gone(text)
  );
}

const WHERE =
  '(?<where> (?:if|when|unless|in|for|with|without|while|inside|within|after|before|under|during|on (?=[A-Z\\uE000-\\uF8FF]|non-)).{1,100})';
const IGNORED = new RegExp(
  `^${SUBJECT} (?<what>(?:is|are|will be) (?:silently |always |completely )?ignored|(?:has|have|will have) no effect|(?:does|do) not have any effect|(?:has|have) no meaning|(?:is|are) meaningless)${WHERE}$`,
);

/** "`x` has no effect on Windows": "Expect `x` to have no effect on Windows". */
function ignored(text: string): Clause | null {
  const found = IGNORED.exec(text)?.groups;
  if (!found?.subject || !found.what || !found.where || !named(found.subject) || GOES_ON.test(found.where))
    return null;
  if (/\b(?:because|which|since|already)\b/.test(found.where)) return null;
  const what = found.what.includes('ignored') ? 'be ignored' : 'have no effect';
  return {text: `Expect ${lowerFirst(found.subject)} to ${what}${found.where}`, force: 'should'};
}

const UNDEFINED = new RegExp(
  `^${SUBJECT} (?:is|are|has|have|results? in|leads? to|causes?|(?:may|can|will) (?:result in|lead to|cause)|invokes?|triggers?) (?<what>undefined (?:behaviou?rs?|results?)|(?:data|memory) (?:loss|corruption)|(?:a )?deadlocks?|(?:a )?(?:memory|resource) leaks?|(?:a )?(?:security )?vulnerabilit(?:y|ies)|(?:an )?infinite (?:loop|recursion))(?<where> (?:if|when|on|in|for|with|while|inside|unless)\\b.*)?$`,
);

/** "Calling `f()` twice results in undefined behavior": "Avoid calling `f()` twice; it results in ..." */
function undefinedBehaviour(text: string): Clause | null {
  const found = UNDEFINED.exec(text)?.groups;
  if (!found?.subject || !found.what || !acceptable(found.subject) || !hasCode(found.subject)) return null;
  const [first = ''] = found.subject.split(' ');
  if (fromGerund(first) === null) return null;
  return {
    text: `Avoid ${lowerFirst(found.subject)}${found.where ?? ''}; it leads to ${found.what}`,
    force: 'must-not',
  };
}

const LIMITED =
  /^(?:The )?(?<most>maximum|minimum|max|min) (?:allowed |supported |permitted |possible )?(?<what>(?:length|size|number|value|depth|count)[^,;:()]{0,60}?) (?:is|are) (?:currently )?(?<value>[\d\uE000-\uF8FF][^;:()]{0,40})$/i;

/** "The maximum length of `x` is 63 bytes": "Keep the length of `x` at 63 bytes or less." */
function limited(text: string): Clause | null {
  const found = LIMITED.exec(text)?.groups;
  if (
    found?.what &&
    found.value &&
    found.most &&
    hasCode(found.what) &&
    !/\b(?:by default|default)\b/.test(text)
  ) {
    const most = /^max/i.test(found.most) ? 'or less' : 'or more';
    return {text: `Keep the ${found.what} at ${found.value} ${most}`, force: 'must'};
  }
  const bounded = new RegExp(
    `^${SUBJECT} (?:is|are) limited to (?<value>(?:a maximum of |at most )?\\d[^,;:()]{0,60})$`,
  ).exec(text)?.groups;
  if (bounded?.subject && bounded.value && named(bounded.subject))
    return {text: `Keep ${lowerFirst(bounded.subject)} within ${bounded.value}`, force: 'must'};
  const exceed = new RegExp(
    `^${SUBJECT} (?:may|must|can|should|cannot|can)(?: ?not)? (?:exceed|be (?:longer|larger|greater|more|bigger) than) (?<value>[\\d\\uE000-\\uF8FF][^,;:()]{0,60})$`,
  ).exec(text)?.groups;
  return exceed?.subject && exceed.value && /\b(?:not|cannot)\b/.test(text) && named(exceed.subject)
    ? {text: `Do not let ${lowerFirst(exceed.subject)} exceed ${exceed.value}`, force: 'must-not'}
    : null;
}

/** "`x` is vulnerable to `y`": "Do not use `x` with untrusted data". */
function exposed(text: string): Clause | null {
  const found = new RegExp(
    `^${SUBJECT} (?:is|are) (?:not secure|insecure|not safe|unsafe|not protected|vulnerable) (?:against|to|for) (?<what>(?:[a-z]+ ){0,3}(?:data|input|content|inputs|attacks?|documents?|code|files?|sources?|users?)\\b[^,;:()]{0,60})$`,
  ).exec(text)?.groups;
  if (!found?.subject || !found.what || !named(found.subject)) return null;
  return {text: `Treat ${lowerFirst(found.subject)} as not secure against ${found.what}`, force: 'must-not'};
}

/** "`x` is only intended for local development": "Use `x` only for local development". */
function intended(text: string): Clause | null {
  const found = new RegExp(
    `^${SUBJECT} (?:is|are) (?:(?:only|solely|purely) (?:intended|meant|designed|provided)|(?:intended|meant|designed|provided) (?:only|solely|purely)) (?:for|to be used (?:for|in|with|by)|as|to support)(?<rest> .*)$`,
  ).exec(text.replace(/, (?:and|but) (?:should|must|is|are|not)\b.*$/, ''))?.groups;
  if (found?.subject && found.rest && named(found.subject) && !GOES_ON.test(found.rest))
    return {text: `Use ${lowerFirst(found.subject)} only ${whatFor(found.rest)}`, force: 'must'};
  const not = new RegExp(
    `^${SUBJECT} (?:is|are) not (?:intended|meant|designed|suitable|appropriate)(?: to be used)? for(?<rest> .*)$`,
  ).exec(text)?.groups;
  return not?.subject && not.rest && named(not.subject) && !GOES_ON.test(not.rest)
    ? {text: `Do not use ${lowerFirst(not.subject)} ${whatFor(not.rest)}`, force: 'must-not'}
    : null;
}

/** "for use in production" is where one uses it. */
function whatFor(rest: string): string {
  const place = /^ use ((?:in|by|with|on|as|within|inside)\b.*)$/.exec(rest)?.[1];
  return place ?? `for${rest}`;
}

const HAZARD =
  /\b(?:rais|throw|fail|error|crash|lose|losing|lost|loss|corrupt|overwrit|delet|truncat|block|deadlock|hang|leak|expos|slow|penalt|incorrect|wrong|unexpected|undefined|invalid|break|broken|conflict|duplicat|vulnerab|attack|inject|arbitrary|unsafe|insecure|exhaust|overflow|recurs|infinite|unreliabl|inconsisten)\w*/i;

/**
 * What a warning says of an API without a modal word for the reader: "`f` does not check x" and "`f` may lose x".
 * Outside of warnings such sentences only describe.
 */
export function warned(text: string): Clause | null {
  const fails = new RegExp(
    `^${SUBJECT} (?:does not|doesn't|do not|don't|will not|won't) (?:currently |automatically |actually |itself )?(?<verb>[a-z]+)(?<rest> [^;:]*)$`,
  ).exec(text)?.groups;
  if (fails?.subject && fails.verb && named(fails.subject)) {
    if (
      /^(?:need|have|mean|matter|apply|require|want|be|exist|know|get|do)$/.test(fails.verb) ||
      GOES_ON.test(fails.rest ?? '')
    )
      return null;
    return {
      text: `Do not rely on ${lowerFirst(fails.subject)} to ${fails.verb}${fails.rest ?? ''}`,
      force: 'must-not',
    };
  }
  const may = new RegExp(
    `^${SUBJECT} (?:may|might|can|could|will|would) (?:also |then |silently )?(?<verb>[a-z]+)(?<rest> [^;:]*)$`,
  ).exec(text)?.groups;
  if (!may?.subject || !may.verb || !named(may.subject) || may.verb === 'not') return null;
  const rest = may.rest ?? '';
  if (!HAZARD.test(`${may.verb}${rest}`) || GOES_ON.test(rest)) return null;
  return {text: `Expect ${lowerFirst(may.subject)} to ${may.verb}${rest}`, force: 'must-not'};
}

/** "`x` no longer accepts `y`": "Do not expect `x` to accept `y`". */
function gone(text: string): Clause | null {
  const found = new RegExp(`^${SUBJECT} (?:will )?no longer (?<verb>[a-z]+)(?<rest> .*)?$`).exec(
    text,
  )?.groups;
  if (
    !found?.subject ||
    !found.verb ||
    !named(found.subject) ||
    GOES_ON.test(found.rest ?? '') ||
    /[;:]/.test(found.rest ?? '')
  )
    return null;
  const verb = /^(?:.*(?:s|x|z|ch|sh))es$/.test(found.verb)
    ? found.verb.slice(0, -2)
    : found.verb.replace(/ies$/, 'y').replace(/(?<!s)s$/, '');
  if (/^(?:is|are|i|be|ha|have|need|work|exist|do)$/.test(verb)) return null;
  return instruction(`expect ${lowerFirst(found.subject)} to ${verb}${found.rest ?? ''}`, 'must-not', true);
}

function named(subject: string): boolean {
  return hasCode(subject) && acceptable(subject);
}
