import {acceptable, type Clause, type Force, instruction, lowerFirst, SUBJECT} from './clause.ts';
import {hasCode} from './mask.ts';
import {fromParticiple, isVerb} from './verbs.ts';

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

const YOU = new RegExp(
  `^(?:You|(?:(?:[Tt]he|An?|[Aa]ny|All|Each|[Ee]very) )?(?:(?:calling|client|host) )?(?:[Uu]sers?|[Dd]evelopers?|[Aa]pplications?|[Pp]rogrammers?|[Cc]allers?|[Aa]uthors?|[Cc]lients? code|[Cc]alling code|function that calls)|Your (?:code|app|application|program|project|server))\\s?(?<modal>may not|${MUST_NOT}|${SHOULD_NOT}|${MUST}|${SHOULD})\\s+${ADVERBS}(?<verb>[a-z][a-z-]+)\\b(?<rest>.*)$`,
);
const PASSIVE = new RegExp(
  `^${SUBJECT}\\s+(?:${MODAL}|(?<can>can|may))\\s+${ADVERBS}be\\s+(?<late>(?:(?:only|always|never|explicitly|also|first|directly|manually)\\s+){0,2})(?<verb>[a-z]+)\\b(?<rest>.*)$`,
);
const ACTIVE = new RegExp(`^${SUBJECT}\\s+${MODAL}\\s+${ADVERBS}(?<verb>[a-z]+)\\b(?<rest>.*)$`);

/** The sentence goes on about its subject, which the instruction no longer has. */
export const GOES_ON =
  /\b(?:and|or|but) (?:then |also |thus |therefore |only |it |they |that |this |[\uE000-\uF8FF] |the \w+ )?(?:is|are|was|were|isn't|aren't|has|have|will|would|can|cannot|can't|may|might|does|doesn't|do|must|should|returns?|raises?|throws?|fails?)\b/;

/** "X must be Y" is worth a rule if it says more than the type, which signatures say and readers guess. */
const CONSTRAINT =
  /\d|\b(?:not|only|same|unique|distinct|different|positive|negative|absolute|relative|greater|less|smaller|larger|longer|shorter|lower|higher|equal|multiple|at least|at most|even|odd|power|sorted|ordered|before|after|already|contiguous|aligned|hashable|pickl\w+|one of|either|between|non-\w+|start\w*|exactly|identical|without|empty|escaped|quoted|initiali[sz]ed|subclass\w*|thread|async\w*|created|returned|obtained|previously|opened|writable|readable|encoded|null|nul|superuser|owner|owned|own|keyword|identifier|version|compiled|built|installed|enabled|disabled|global|top-level|first|last)\b|\b(?:of|by|from|to|in|for) (?:an? |the )?[\uE000-\uF8FF]|\b(?:true|false|TRUE|FALSE)\b/;

/** "You must call", "Users should not pass". */
export function addressed(text: string): Clause | null {
  const found = YOU.exec(text)?.groups;
  if (!found?.modal || !found.verb) return null;
  const adverbs = found.adverbs ?? '';
  if (/generally|usually|normally|typically|probably/.test(adverbs)) return null;
  const negative = isNegative(found.modal) || /\bnot\b/.test(adverbs);
  const frequency = /\b(always|never|only|explicitly)\b/.exec(`${found.modal} ${adverbs}`)?.[1];
  if (frequency === 'only' && /need to|have to|needs to|has to/.test(found.modal)) return null;
  const rest = ownWords(found.rest ?? '', text);
  const said = `${frequency && !(negative && frequency === 'never') ? `${frequency} ` : ''}${found.verb}${rest}`;
  return instruction(
    /\bnever\b/.test(found.modal) ? `never ${found.verb}${rest}` : said,
    forceOf(found.modal, negative),
    negative && !/\bnever\b/.test(found.modal),
  );
}

/** What users are told of themselves is told to "you". */
function ownWords(rest: string, text: string): string {
  return /^you\b/i.test(text)
    ? rest
    : rest
        .replace(/\bthey are\b/g, 'you are')
        .replace(/\bthey\b/g, 'you')
        .replace(/\btheir\b/g, 'your');
}

/** Who does it is not the reader then. */
const ACTOR = / by (?:an?|the|all|any|each|applications?|users?|developers?|clients?|callers?)\b/;

/** "X must be called before Y" becomes "Call X before Y". */
export function passive(text: string): Clause | null {
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
    if (
      /\b(?:must|MUST|should|SHOULD|shall|be)\b| (?:and|or|but) \w+(?:ed|ing)\b/.test(rest) ||
      GOES_ON.test(rest)
    )
      return null;
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
    GOES_ON.test(rest) ||
    ACTOR.test(rest) ||
    /\b(?:must|should|shall)\b/.test(rest)
  )
    return null;
  const force = forceOf(modal, negative);
  const inside = /^(?:in|inside|within|on|at|under|between|below|above|outside)$/.test(found.verb);
  if (negative) return {text: `Do not let ${subject} be ${found.verb}${rest}`, force};
  if (!inside && !CONSTRAINT.test(`${found.verb}${rest}`)) return null;
  return {text: `${inside ? 'Keep' : 'Make'} ${subject} ${found.verb}${rest}`, force};
}

/** "X must return Y" becomes "Make X return Y". */
export function active(text: string): Clause | null {
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
  if (/\bonly\b/.test(found.adverbs ?? '')) return null;
  if (/^(?:cannot|can't|can not|can never|can no longer|may no longer|may not)$/.test(found.modal)) {
    if (!hasCode(found.subject) || GOES_ON.test(found.rest ?? '')) return null;
    return {
      text: `Do not expect ${lowerFirst(found.subject)} to ${found.verb}${found.rest ?? ''}`,
      force: 'must-not',
    };
  }
  if (
    found.verb.endsWith('ly') ||
    GOES_ON.test(found.rest ?? '') ||
    /\b(?:must|should|shall)\b/.test(found.rest ?? '')
  )
    return null;
  if (/need|has|have|required/.test(found.modal) && /^[\uE000-\uF8FF]$/.test(found.subject)) return null;
  const inside = negative ? null : within(found.subject, found.verb, found.rest ?? '');
  if (inside !== null) return instruction(inside, forceOf(found.modal, negative));
  if (/^(?:ensure|verify|check|avoid|make|satisfy|handle)$/.test(found.verb) || !isVerb(found.verb))
    return null;
  const said = `${lowerFirst(found.subject)} ${found.verb}${found.rest ?? ''}`;
  return {text: negative ? `Do not let ${said}` : `Make ${said}`, force: forceOf(found.modal, negative)};
}

/** "Subclasses must implement X": "Implement X in subclasses". */
function within(subject: string, verb: string, rest: string): string | null {
  if (/[,;:]/.test(rest) || rest === '') return null;
  const place = lowerFirst(subject);
  if (/^(?:implement|define|override|provide|declare|include|call|specify|contain)$/.test(verb))
    return / (?:and|or|to|in|for|with|before|after|when|if|that|which|by|from|on|as|using|so|on) /.test(rest)
      ? null
      : `${verb === 'contain' ? 'include' : verb}${rest} in ${place}`;
  return null;
}

function forceOf(modal: string, negative: boolean): Force {
  return STRICT.test(modal) ? (negative ? 'must-not' : 'must') : negative ? 'should-not' : 'should';
}

function isNegative(modal: string): boolean {
  return NEGATIVE.test(modal);
}
