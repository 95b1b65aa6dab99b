import {hasCode, mask, unmask} from './mask.ts';
import {resolveReferences} from './references.ts';
import {fromGerund, fromParticiple, isVerb} from './verbs.ts';

/** How strongly the sentence speaks. `plain` is an instruction without a modal word. */
export type Force = 'must' | 'must-not' | 'should' | 'should-not' | 'plain' | 'plain-not';

export type Rewritten = {
  readonly directive: string;
  readonly condition: string | null;
  readonly force: Force;
};

type Clause = {readonly text: string; readonly force: Force};

/** Longer directives are dropped, never cut. */
const MAX_DIRECTIVE = 240;
const MAX_CONDITION = 140;

/**
 * Turns a sentence of documentation into one imperative sentence, by closed rules; `null` if none fits.
 * @param subject the code name that "this" and "it" stand for in the section, or `null`
 */
export function rewrite(sentence: string, subject: string | null): Rewritten | null {
  if (sentence.length > 420 || /\?["')\s]*$/.test(sentence)) return null;
  const masked = mask(
    sentence.replace(/\s\((?:see|cf\.?|e\.g\.|i\.e\.|for example|for instance|source:)[^()]{0,160}\)/gi, ''),
  );
  if (masked === null) return null;
  const opened = stripOpeners(masked.text.replace(/[.:!;\s]+$/, ''));
  if (opened === null) return null;
  const resolved = resolveReferences({text: opened, codes: masked.codes}, subject);
  if (resolved === null) return null;
  const framed = frame(resolved.text);
  if (framed === null) return null;
  const directive = finish(framed.text, framed.condition ?? '', resolved.codes);
  const condition = framed.condition === null ? null : unmask(framed.condition, resolved.codes);
  if (directive === null || (condition !== null && badCondition(framed.condition ?? '', condition)))
    return null;
  return {directive, condition, force: framed.force};
}

const OPENERS =
  /^(?:(?:please )?(?:also )?note(?: also)?(?: that|,|:)|it (?:is|'s) (?:also )?(?:important|worth) (?:to note|noting) that|it should be noted that|keep in mind that|be aware that|also|however,?|but|and|so|therefore,?|thus,?|hence,?|additionally,|in addition,|furthermore,|moreover,|finally,|consequently,|in particular,|of course,|for (?:this|these|that|security|performance|historical) reasons?,|as a result,|as such,|please|remember,|remember that|important:|warning:|caution:|because of this,|due to this,|that said,|similarly,|likewise,|note -|then,?|again,|for (?:best|optimal) (?:results|performance),|first,|next,|now,|basically,|specifically,|strictly speaking,|in short,|at (?:a|the very) minimum,|if (?:possible|necessary),|where possible,|whenever possible,|historically,|ideally,)\s+/i;

const REJECTED =
  /^(?:for example|for instance|e\.g|otherwise|instead|alternatively|in (?:the )?(?:example|code|previous|following|above|this|that|these|such|some|most|many|other) |see |fixed|added|allowed|restored|prevented|improved|corrected|changed|there|here|who|what|why|how|where|which|though|although|even|let's|let us|with this|with that|unlike|in this|perhaps|maybe|in other words|to summari[sz]e|as (?:shown|described|mentioned|above|before|an example))\b/i;

function stripOpeners(text: string): string | null {
  let rest = text;
  for (let turn = 0; turn < 3; turn++) rest = rest.replace(OPENERS, '');
  if (REJECTED.test(rest)) return null;
  return rest === '' ? null : rest;
}

/** Splits a leading clause off, rewrites the main clause, and puts the clause where it belongs. */
function frame(text: string): (Clause & {readonly condition: string | null}) | null {
  const lead =
    /^(If|When|Whenever|Once|While|Unless|Before|After|Until|To|In order to|For|In|On|Under|Inside|Within|During|As of|Since|Starting (?:with|in|from)|From)\s/.exec(
      text,
    );
  if (lead?.[1] === undefined) return withCondition(main(text));
  const word = lead[1];
  if (/^(?:To|In order to)$/.test(word)) {
    const needed = required(upperFirst(text.slice((commasOf(text)[0] ?? -1) + 1).trim()));
    if (needed !== null) return {...needed, condition: null};
  }
  for (const comma of commasOf(text).slice(0, 4)) {
    const clause = text.slice(lead[0].length, comma).trim();
    const rest = text
      .slice(comma + 1)
      .trim()
      .replace(/^(?:then|so|please|also)\s+/i, '');
    const done = main(upperFirst(rest), true);
    if (done === null || clause === '' || brokenList(clause)) continue;
    if (/^(?:If|When|Whenever|Once|While)$/.test(word)) return {...done, condition: clause};
    if (/^(?:As of|Since|Starting|From)/.test(word))
      return /^\S*(?:\s\S+){0,2}\s?v?\d+(?:\.\d+)*$/.test(clause) ? {...done, condition: null} : null;
    if (/[;:]/.test(done.text)) return null;
    return {...done, text: `${done.text} ${lowerFirst(word)} ${clause}`, condition: null};
  }
  return null;
}

/** The comma stood in an enumeration, not after the clause; or the clause has swallowed a main clause. */
function brokenList(clause: string): boolean {
  const tail = /,([^,]*)$/.exec(clause)?.[1]?.trim();
  if (tail !== undefined && tail.split(' ').length <= 3 && !/^(?:or|and) /.test(tail)) return true;
  return /\bthen\b|\bby default$|\bwill\b[^,]*,/.test(clause);
}

function withCondition(clause: Clause | null): (Clause & {readonly condition: string | null}) | null {
  if (clause === null) return null;
  const tail = /^(.{12,200}?) (?:if|when|whenever) ((?:you|your|the user|using) .{6,120})$/.exec(clause.text);
  if (tail?.[1] === undefined || tail[2] === undefined || /[,;:(]/.test(tail[1] + tail[2]))
    return {...clause, condition: null};
  return hasCode(tail[1]) && !/\b(?:only|unless|even|or|and)$/.test(tail[1])
    ? {...clause, text: tail[1], condition: tail[2]}
    : {...clause, condition: null};
}

function commasOf(text: string): number[] {
  const found: number[] = [];
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')') depth--;
    else if (text[index] === ',' && depth === 0) found.push(index);
  }
  return found;
}

const MUST =
  "(?:must|need to|needs to|have to|has to|'ll need to|will need to|'ll have to|will have to|are required to|is required to)";
/** Only these say that nothing works otherwise; "need to" is also what tutorials say. */
const STRICT =
  /^(?:must|must not|mustn't|must never|cannot|can't|can not|are required to|is required to|are not allowed to|is not allowed to|can no longer|may no longer)$/;
const SHOULD =
  "(?:should|ought to|are (?:strongly |highly )?(?:advised|encouraged|recommended) to|(?:will|'ll) want to|'d better|had better)";
const MUST_NOT =
  "(?:must not|mustn't|must never|cannot|can't|can not|are not allowed to|is not allowed to|can no longer|may no longer)";
const SHOULD_NOT = "(?:should not|shouldn't|should never|ought not to|don't want to|do not want to)";
const NEGATIVE = new RegExp(`^(?:may not|${MUST_NOT}|${SHOULD_NOT})$`);
const MODAL = `(?<modal>${MUST_NOT}|${SHOULD_NOT}|${MUST}|${SHOULD})`;
const ADVERBS =
  '(?<adverbs>(?:(?:also|always|never|only|therefore|then|now|thus|first|just|instead|either|still|ever|not|at least|[a-z]+ly)\\s+){0,3})';
const SUBJECT = '(?<subject>[^,;:()]{1,110}?)';

const YOU = new RegExp(
  `^(?:You|Users?|Developers?|Applications?|Programmers?|Callers?|Your (?:code|app|application|program))\\s?(?<modal>may not|${MUST_NOT}|${SHOULD_NOT}|${MUST}|${SHOULD})\\s+${ADVERBS}(?<verb>[a-z][a-z-]+)\\b(?<rest>.*)$`,
);
const PASSIVE = new RegExp(
  `^${SUBJECT}\\s+(?:${MODAL}|(?<can>can|may))\\s+${ADVERBS}be\\s+(?<late>(?:(?:only|always|never|explicitly|also|first|directly|manually)\\s+){0,2})(?<verb>[a-z]+)\\b(?<rest>.*)$`,
);
const ACTIVE = new RegExp(`^${SUBJECT}\\s+${MODAL}\\s+${ADVERBS}(?<verb>[a-z]+)\\b(?<rest>.*)$`);

/** The main clause as an instruction, or `null`. */
function main(text: string, framed = false): Clause | null {
  return (
    direct(text, framed) ??
    recommended(text) ??
    ability(text) ??
    required(text) ??
    addressed(text) ??
    passive(text) ??
    active(text)
  );
}

const CUE =
  /\b(?:instead|rather than|always|never|only|must|unless|before|after|not|explicitly|at least|without)\b/i;

/** Sentences that are instructions already. */
function direct(text: string, framed: boolean): Clause | null {
  const negative = /^(?:Do not|Don't|Never|Avoid)\s+([a-z]+)?/.exec(text);
  if (negative) {
    const said = text.replace(/^Don't/, 'Do not');
    if (/^Avoid/.test(said)) return {text: said, force: 'should-not'};
    return /^(?:worry|forget|panic|hesitate|miss|be|let|try|expect|see|bother|have|need)$/.test(
      negative[1] ?? '',
    )
      ? null
      : {text: said, force: 'must-not'};
  }
  const sure =
    /^(?:(?:Always )?(?:Make|Be) sure|Ensure|Take care)\s+(to\b|that\b|your\b|you\b|the\b|all\b|each\b|any\b|no\b|[\uE000-\uF8FF])\s*(.*)$/.exec(
      text,
    );
  if (sure?.[1] !== undefined && sure[2] !== undefined) {
    if (sure[1] === 'to') return instruction(sure[2], 'should');
    const clause = (sure[1] === 'that' ? sure[2] : `${sure[1]} ${sure[2]}`).trim();
    const own = /^you (?:always |explicitly )?([a-z]+)\b.*$/.exec(clause);
    const done = own?.[1] === undefined ? null : instruction(clause.slice(4), 'should');
    return (
      done ?? {text: `Check that ${clause}`, force: /\bnot\b|n't\b/.test(clause) ? 'should-not' : 'should'}
    );
  }
  const plain = /^((?:Always|Only|Explicitly) )?([A-Z]?[a-z]+)\b(.*)$/.exec(text);
  if (plain?.[2] === undefined || plain[3] === undefined) return null;
  const verb = plain[2].toLowerCase();
  if (
    !isVerb(verb) ||
    !/^\s+\S/.test(plain[3]) ||
    NOUN_USE.test(plain[3]) ||
    !(framed || plain[1] || CUE.test(plain[3]))
  )
    return null;
  if (
    /^(?:expect|note|remember|end|see|get|return|give|start|test|change|log|request|process|design|report|print|end|make)$/.test(
      verb,
    ) ||
    (!plain[1] && text[0] !== text[0]?.toUpperCase())
  )
    return null;
  return {text, force: plain[1] ? 'must' : 'plain'};
}

/** What follows a word that is a noun here and no verb: "Use of", "Support is". */
const NOUN_USE =
  /^\s+(?:of|is|are|was|were|has|have|can|may|must|will|should|does|do|cannot|and|or|in|to|for|on|at|by|from|with|as|not|that|which|objects?|methods?|functions?|class(?:es)?|names?|types?|operations?|keys?|files?|errors?)\b/;

/** "It is recommended to", "we recommend", "is discouraged", "is preferred". */
function recommended(text: string): Clause | null {
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
  if (discouraged?.subject && acceptable(discouraged.subject)) {
    return {
      text: `Avoid ${lowerFirst(discouraged.subject.replace(/^The use of|^Use of/, 'using'))}${discouraged.rest ?? ''}`,
      force: 'should-not',
    };
  }
  const preferred = new RegExp(
    `^${SUBJECT} (?:is|are) (?:(?:strongly|highly|generally|usually) )?(?:preferred|recommended|preferable)(?<rest> (?:over|to|instead of|for|when|in|if|as)\\b.*)?$`,
  ).exec(text)?.groups;
  if (preferred?.subject && acceptable(preferred.subject) && hasCode(preferred.subject)) {
    const rest = preferred.rest ?? '';
    const [first = '', ...others] = preferred.subject.split(' ');
    const verb = fromGerund(first);
    if (/^ to\b/.test(rest))
      return {text: `Prefer ${lowerFirst(preferred.subject)} over${rest.slice(3)}`, force: 'should'};
    if (verb !== null && / over\b/.test(rest))
      return {text: `Prefer ${others.join(' ')}${rest}`, force: 'should'};
    if (verb !== null) return instruction(`${verb} ${others.join(' ')}${rest}`, 'should');
    return {
      text: `${/^ (?:over|instead)/.test(rest) ? 'Prefer' : 'Use'} ${lowerFirst(preferred.subject)}${rest}`,
      force: 'should',
    };
  }
  return null;
}

/** "is not available on", "only works with", "is only supported". */
function ability(text: string): Clause | null {
  const only = new RegExp(
    `^${SUBJECT} (?:(?:is|are) only (?:supported|available|valid|allowed|permitted|safe|meaningful|useful)|only works?|works? only|(?:is|are) (?:supported|available|valid|allowed|permitted) only)(?<rest> (?:on|with|in|for|if|when|inside|within|by|from|to)\\b.*)$`,
  ).exec(text)?.groups;
  if (only?.subject && acceptable(only.subject) && hasCode(only.subject)) {
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
    return {text: `Do not use ${lowerFirst(not.subject)}${not.rest ?? ''}`, force: 'must-not'};
  }
  const safe = new RegExp(
    `^${SUBJECT} (?:is|are) not (?<what>thread[- ]safe|safe|secure|reentrant)(?<rest>\\b.*)$`,
  ).exec(text)?.groups;
  if (safe?.subject && acceptable(safe.subject) && hasCode(safe.subject)) {
    return {
      text: `Treat ${lowerFirst(safe.subject)} as not ${safe.what}${safe.rest ?? ''}`,
      force: 'must-not',
    };
  }
  return null;
}

/** "The `x` argument of `y` is required." */
function required(text: string): Clause | null {
  const found =
    /^(The [\uE000-\uF8FF] (?:keyword |positional )?(?:argument|parameter|option|attribute)) (?:of|to|for) ([^,;:]{1,80}?) (?:is|will be) (?:now )?required(?: (?:in|since|from|as of) .{1,30})?$/.exec(
      text,
    );
  return found?.[1] && found[2] ? {text: `Pass ${lowerFirst(found[1])} of ${found[2]}`, force: 'must'} : null;
}

/** "You must call", "Users should not pass". */
function addressed(text: string): Clause | null {
  const found = YOU.exec(text)?.groups;
  if (!found?.modal || !found.verb) return null;
  const adverbs = found.adverbs ?? '';
  if (/generally|usually|normally|typically|probably/.test(adverbs)) return null;
  const negative = isNegative(found.modal) || /\bnot\b/.test(adverbs);
  const frequency = /\b(always|never|only|explicitly)\b/.exec(`${found.modal} ${adverbs}`)?.[1];
  if (frequency === 'only' && /need to|have to/.test(found.modal)) return null;
  const said = `${frequency && !(negative && frequency === 'never') ? `${frequency} ` : ''}${found.verb}${found.rest ?? ''}`;
  return instruction(
    /\bnever\b/.test(found.modal) ? `never ${found.verb}${found.rest ?? ''}` : said,
    forceOf(found.modal, negative),
    negative && !/\bnever\b/.test(found.modal),
  );
}

/** "X must be called before Y" becomes "Call X before Y". */
function passive(text: string): Clause | null {
  const found = PASSIVE.exec(text)?.groups;
  if (!found?.subject || !found.verb || !acceptable(found.subject)) return null;
  const words = `${found.adverbs ?? ''}${found.late ?? ''}`;
  if (/generally|usually|normally|typically|probably/.test(words)) return null;
  const only = /\bonly\b/.test(words);
  if (!found.modal && !only) return null;
  const modal = found.modal ?? 'must';
  const negative = isNegative(modal) || /\b(?:not|never)\b/.test(words);
  const verb = fromParticiple(found.verb);
  const rest = found.rest ?? '';
  const subject = lowerFirst(found.subject);
  if (
    verb !== null &&
    !/^(?:required|ignored|expected|defined as|designed|limited|based|followed|allowed|enabled by|added to the)$/.test(
      found.verb,
    ) &&
    !/^ (?:by|as if)\b/.test(rest)
  ) {
    const always = /\balways\b/.test(words) ? 'always ' : '';
    if (/\b(?:must|should|shall|be)\b| (?:and|or|but) \w+ed\b/.test(rest)) return null;
    return instruction(
      `${always}${verb} ${subject}${only ? ' only' : ''}${rest}`,
      forceOf(modal, negative),
      negative,
    );
  }
  if (
    /^(?:able|fine|ok|okay|enough|sufficient|noted|aware|familiar|possible|easy|obvious|clear|careful|good|better|useful|handy|been|changed|taken|safe|there|considered|seen|found|surprised|no|self|so|very|more|treated|thought|interpreted|done|made|ever)$/.test(
      found.verb,
    )
  )
    return null;
  if (
    only ||
    /(?:ly|ed)$/.test(found.verb) ||
    /\b(?:and|but) (?:is|are|was)\b/.test(rest) ||
    /\b(?:must|should|shall)\b/.test(rest)
  )
    return null;
  const force = forceOf(modal, negative);
  const inside = /^(?:in|inside|within|on|at|under|between|below|above|outside)$/.test(found.verb);
  if (negative) return {text: `Do not let ${subject} be ${found.verb}${rest}`, force};
  return {text: `${inside ? 'Keep' : 'Make'} ${subject} ${found.verb}${rest}`, force};
}

/** "X must return Y" becomes "Ensure that X returns Y". */
function active(text: string): Clause | null {
  const found = ACTIVE.exec(text)?.groups;
  if (!found?.subject || !found.verb || !found.modal || !acceptable(found.subject)) return null;
  if (
    /^(?:be|have|work|look|see|also|now|only|go|help|suffice|not|result|take|happen|give|feel|seem|cause|lead|do|get|occur|know|never|always|still|both|become|apply|need|no)$/.test(
      found.verb,
    ) ||
    /generally|usually|normally|typically|probably/.test(found.adverbs ?? '')
  )
    return null;
  const negative = isNegative(found.modal) || /\b(?:not|never)\b/.test(found.adverbs ?? '');
  if (!negative && !/must|need|have|has|required/.test(found.modal)) return null;
  if (/^(?:cannot|can't|can not|can never|can no longer|may no longer|may not)$/.test(found.modal)) {
    return {
      text: `Do not expect ${lowerFirst(found.subject)} to ${found.verb}${found.rest ?? ''}`,
      force: 'must-not',
    };
  }
  if (
    found.verb.endsWith('ly') ||
    /\b(?:and|but) (?:is|are|was)\b/.test(found.rest ?? '') ||
    /\b(?:must|should|shall)\b/.test(found.rest ?? '')
  )
    return null;
  const said = `${lowerFirst(found.subject)} ${found.verb}${found.rest ?? ''}`;
  return {text: negative ? `Do not let ${said}` : `Make ${said}`, force: forceOf(found.modal, negative)};
}

function instruction(said: string, force: Force, negative = false): Clause | null {
  const [, frequency = '', verb = ''] =
    /^((?:always|never|only|explicitly) )?([A-Za-z-]+)\b/.exec(said) ?? [];
  if (!isVerb(verb)) return null;
  if (negative && frequency.startsWith('only')) return null;
  return {
    text: negative ? `Do not ${said}` : upperFirst(said),
    force: frequency.startsWith('never') ? 'must-not' : force,
  };
}

const FINITE =
  /\b(?:is|are|was|were|has|have|had|but|because|so|will|would|can|may|might|if|when|while|since|where|whether|which|who|what|how|there|it|it's|they|this|these|those|he|we|you|I|than|does|do|did|nothing|something|one|everything|indicates?|means|specif(?:y|ies)|returns|accepts|controls|determines|describes|represents|contains|provides|allows|takes|causes|defines|says|requires|ensures|gives|makes|uses|sets|stores|holds|lets|enables|creates|expects|supports|implies|refers|applies|works|runs|becomes|gets|needs|tells|starts|depends|throws|raises|states|points|ends|begins|no longer|however)\b/i;
const VAGUE =
  /^(?:most|all|some|any|others?|each|both|either|others|the same|the rest|no|none|much|many|few|several|various|such|another|that|people|things?)\b(?! [\uE000-\uF8FF])/i;

/** A subject that is one plain noun phrase. */
function acceptable(subject: string): boolean {
  const plain = subject.replace(/^(?:Using|Calling) /, '');
  if (/ that (?:the|a|an|your?|it|this|each|any) /.test(plain)) return false;
  return (
    !FINITE.test(plain) &&
    !VAGUE.test(plain) &&
    !/\b(?:that|and|or|to|of)$/.test(plain) &&
    !/^(?:that|and|or|to|of)\b/i.test(plain)
  );
}

function forceOf(modal: string, negative: boolean): Force {
  return STRICT.test(modal) ? (negative ? 'must-not' : 'must') : negative ? 'should-not' : 'should';
}

function isNegative(modal: string): boolean {
  return NEGATIVE.test(modal);
}

/** References to something outside of the sentence. */
const DANGLING =
  /\b(?:this|these|those|that (?:case|way|reason|is)|such(?! as)|above|below|the following|as follows|aforementioned|previous(?:ly)? (?:mentioned|section|example)|earlier|here|described|shown|example|we|our|us|I|let's|section|chapter|tutorial|the (?:former|latter)|likewise|too|as well|similar(?:ly)?|also|see|same (?:way|thing|result|effect|problem|as))\b/;

function finish(text: string, condition: string, codes: readonly string[]): string | null {
  const clean = text
    .replace(
      /,? (?:as (?:shown|described|mentioned|explained|discussed|seen) |see |for example,? |e\.g\. ).*$/i,
      '',
    )
    .replace(/^(?:Ensure|Make sure)(?: that)? /, 'Check that ')
    .replace(/,? and (?:its|it|they|their) .*$/, '')
    .replace(/\s+([,.;])/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/[,;:\s]+$/, '')
    .replace(/ (?:now|too|as well|anyway|though|instead)$/, '')
    .trim();
  if (DANGLING.test(clean.replace(/\bbe (?:shown|described)\b/g, ''))) return null;
  if (condition === '' && /\binstead\b(?! of)/.test(clean)) return null;
  if (
    unanchored(clean, condition) ||
    /^(?:Do not |Never |Always )?(?:set|use|call|pass|specify|provide|add|include) (?:to|as|in|on|with|by|from|for)\b/i.test(
      clean,
    ) ||
    /[a-z]\.[\uE000-\uF8FF]/.test(clean) ||
    /https?:|, and to |\b(?:one of|either|as|of|to|that|the|is|are|by|with|for|and|or|from|a|an|like|following)$/i.test(
      clean,
    )
  )
    return null;
  if (clean.split(' ').length < 3 || (clean.match(/\(/g) ?? []).length !== (clean.match(/\)/g) ?? []).length)
    return null;
  const directive = `${unmask(upperFirst(clean), codes)}.`;
  return directive.length > MAX_DIRECTIVE ? null : directive;
}

/** A condition names an API, a file type or a situation; one or two plain words do not. */
function badCondition(masked: string, written: string): boolean {
  return (
    written.length > MAX_CONDITION ||
    DANGLING.test(` ${masked} `) ||
    unanchored(masked) ||
    masked.split(' ').length < (hasCode(masked) ? 2 : 3)
  );
}

/** "it" and "they" need a name before them. */
function unanchored(text: string, before = ''): boolean {
  if (hasCode(before)) return false;
  const pronoun = /\b(?:it|its|it's|they|them|their)\b/i.exec(text);
  if (pronoun === null) return false;
  return (
    !hasCode(text.slice(0, pronoun.index)) &&
    !/\b(?:the|a|an|your|each|any|all|every) \w+/.test(text.slice(0, pronoun.index).replace(/^\S+ /, ''))
  );
}

/** Words that keep their capital in the middle of a sentence. */
const NAMES =
  /^(?:Python|Windows|Linux|Unix|Unicode|Django|Flask|Node|Apache|Oracle|Google|JSON|Java|Jinja|Werkzeug|Click|Celery|Redis|Docker|Chrome|Firefox|English|Git|Mac|Android|Intel|Microsoft|Azure|Amazon|React|Vue|Ruby|Rust|Perl|Tcl|Kubernetes|Mozilla|Safari|Ubuntu|Debian|Worker|Buffer|Promise|Stream|Blob|Error|Symbol|Proxy|Map|Set|Date)$/;

function lowerFirst(text: string): string {
  const first = /^[A-Z][a-z]*(?:-[a-z]+)*(?=\s|$)/.exec(text)?.[0];
  return first === undefined || NAMES.test(first) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
