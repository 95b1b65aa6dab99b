import {acceptable, type Clause, instruction, lowerFirst, SUBJECT} from './clause.ts';
import {hasCode} from './mask.ts';
import {GOES_ON} from './modal-clauses.ts';
import {fromGerund} from './verbs.ts';

/** "It is recommended to", "we recommend", "is discouraged", "is preferred". */
export function recommended(text: string): Clause | null {
  const to =
    /^(?:It (?:is|'s)|It is) (?:(?:strongly|highly|generally|always|usually) )?(not )?(?:recommended|advised|advisable|suggested|best|preferable|necessary|important|required|essential|crucial)(?: for you| that you| that your code)?(?: to)? (always |never )?([a-z]+)\b(.*)$/.exec(
      text,
    );
  if (to?.[1] && /^It (?:is|'s) (?:\w+ )?not (?:necessary|important|required|essential|crucial)/.test(text))
    return null;
  if (to?.[3] !== undefined)
    return instruction(
      `${to[2] ?? ''}${to[3]}${to[4] ?? ''}`,
      to[1] ? 'should-not' : 'should',
      to[1] !== undefined,
    );
  const early =
    /^It (?:is|'s) (?:an error|a mistake|wrong|invalid|illegal|not safe|unsafe|not possible|not allowed) to ([a-z]+ [^,;:]{1,80}?) before (.{3,100})$/.exec(
      text,
    );
  if (
    early?.[1] !== undefined &&
    early[2] !== undefined &&
    !GOES_ON.test(early[2].replace(/^.{0,60}? (?:has|have|is|are) /, ''))
  )
    return instruction(`${early[1]} only after ${early[2]}`, 'must');
  const wrong =
    /^It (?:is|'s) (?:an error|a mistake|wrong|invalid|illegal|not safe|unsafe|not possible|not allowed|not permitted|forbidden|dangerous|a bad idea) to ([a-z]+)\b(.*)$/.exec(
      text,
    );
  if (wrong?.[1] !== undefined) return instruction(`${wrong[1]}${wrong[2] ?? ''}`, 'must-not', true);
  const we =
    /^We (?:strongly |highly )?(?:recommend|suggest|advise|encourage)(?: you)?(?: to| that you)? (?:(always|never) )?([a-z]+)\b(.*)$/.exec(
      text,
    );
  if (we?.[2] !== undefined) {
    const verb = fromGerund(we[2]) ?? we[2];
    return instruction(`${we[1] ? `${we[1]} ` : ''}${verb}${we[3] ?? ''}`, 'should');
  }
  const discouraged = new RegExp(
    `^${SUBJECT} (?:is|are) (?:(?:strongly|highly|generally) )?(?:discouraged|not (?:\\w+ly )?recommended|not advised|not advisable|a bad idea|dangerous)(?<rest>\\b.*)$`,
  ).exec(text)?.groups;
  if (discouraged?.subject && acceptable(discouraged.subject) && !GOES_ON.test(discouraged.rest ?? '')) {
    return {
      text: `Avoid ${lowerFirst(discouraged.subject.replace(/^(?:The )?[Uu]s(?:e|age) of/, 'using'))}${discouraged.rest ?? ''}`,
      force: 'should-not',
    };
  }
  const preferred = new RegExp(
    `^${SUBJECT} (?:is|are) (?:(?:strongly|highly|generally|usually) )?(?:preferred|recommended|preferable)(?<rest> (?:over|to|instead of|for|when|in|if|as)\\b.*)?$`,
  ).exec(text)?.groups;
  if (preferred?.subject && acceptable(preferred.subject) && hasCode(preferred.subject)) {
    const rest = preferred.rest ?? '';
    const [first = '', ...others] = preferred.subject
      .replace(/^(?:The )?[Uu]s(?:e|age) of\b/, 'Using')
      .split(' ');
    const verb = fromGerund(first);
    if (/^ to\b/.test(rest))
      return {text: `Prefer ${lowerFirst(preferred.subject)} over${rest.slice(3)}`, force: 'should'};
    if (verb !== null && / over\b/.test(rest))
      return {text: `Prefer ${others.join(' ')}${rest}`, force: 'should'};
    if (verb !== null) return instruction(`${verb} ${others.join(' ')}${rest}`, 'should');
    if (/^[A-Z]?[a-z]+ing$/.test(first)) return null;
    return {
      text: `${/^ (?:over|instead)/.test(rest) ? 'Prefer' : 'Use'} ${lowerFirst(preferred.subject)}${rest}`,
      force: 'should',
    };
  }
  return null;
}

/** "is not available on", "only works with", "is only supported". */
export function ability(text: string): Clause | null {
  const only = new RegExp(
    `^${SUBJECT} (?:(?:is|are) only (?:supported|available|valid|allowed|permitted|safe|meaningful|useful)|(?:will )?only works?|(?:will )?works? only|(?:is|are) (?:supported|available|valid|allowed|permitted) only)(?<rest> (?:on|with|in|for|if|when|inside|within|by|from|to)\\b.*)$`,
  ).exec(text)?.groups;
  if (only?.subject && acceptable(only.subject) && hasCode(only.subject)) {
    if (GOES_ON.test(only.rest ?? '')) return null;
    const [first = '', ...others] = only.subject.split(' ');
    const verb = fromGerund(first);
    if (verb !== null) return instruction(`${verb} ${others.join(' ')} only${only.rest ?? ''}`, 'must');
    if (/^[A-Za-z]+ing$/.test(first)) return null;
    return {text: `Use ${lowerFirst(only.subject)} only${only.rest ?? ''}`, force: 'must'};
  }
  const not = new RegExp(
    `^${SUBJECT} (?:is|are) not (?<what>supported|available|allowed|permitted)(?<rest> (?:on|with|in|if|when|inside|within)\\b.*)$`,
  ).exec(text)?.groups;
  if (not?.subject && acceptable(not.subject) && hasCode(not.subject)) {
    if (GOES_ON.test(not.rest ?? '')) return null;
    return {text: `Do not use ${lowerFirst(not.subject)}${not.rest ?? ''}`, force: 'must-not'};
  }
  const safe = new RegExp(
    `^${SUBJECT} (?:is|are) not (?<what>thread[- ]safe|safe|secure|reentrant)(?<rest>\\b.*)$`,
  ).exec(text)?.groups;
  if (safe?.subject && acceptable(safe.subject) && hasCode(safe.subject)) {
    if (GOES_ON.test(safe.rest ?? '')) return null;
    const use = /^ to use (.*)$/.exec(safe.rest ?? '')?.[1];
    if (use !== undefined && safe.what === 'safe')
      return {text: `Do not use ${lowerFirst(safe.subject)} ${use}`, force: 'must-not'};
    return {
      text: `Treat ${lowerFirst(safe.subject)} as not ${safe.what}${safe.rest ?? ''}`,
      force: 'must-not',
    };
  }
  return null;
}

/** "The `x` argument of `y` is required." */
export function required(text: string): Clause | null {
  const found =
    /^(The [\uE000-\uF8FF] (?:keyword |positional )?(?:argument|parameter|option|attribute)) (?:of|to|for) ([^,;:]{1,80}?) (?:is|will be) (?:now )?required(?: (?:in|since|from|as of) .{1,30})?$/.exec(
      text,
    );
  return found?.[1] && found[2] ? {text: `Pass ${lowerFirst(found[1])} of ${found[2]}`, force: 'must'} : null;
}
