import {ability, recommended, required} from './advice-clauses.ts';
import {type Clause, instruction} from './clause.ts';
import {effect} from './effect-clauses.ts';
import {active, addressed, passive} from './modal-clauses.ts';
import {isVerb} from './verbs.ts';

/** The main clause as an instruction, or `null`. */
export function mainClause(text: string, framed = false): Clause | null {
  return (
    direct(text, framed) ??
    recommended(text) ??
    ability(text) ??
    required(text) ??
    addressed(text) ??
    passive(text) ??
    active(text) ??
    effect(text)
  );
}

const CUE =
  /\b(?:instead|rather than|always|never|only|must|unless|before|after|not|explicitly|at least|without)\b/i;

/** Sentences that are instructions already. */
function direct(text: string, framed: boolean): Clause | null {
  const negative = /^(?:Do not|Don't|Never|Avoid)\s+([a-z]+)?/.exec(text);
  if (negative) {
    const said = text.replace(/^Don't/, 'Do not');
    if (/^Avoid/.test(said)) return {text: said, force: 'should-not', bare: true};
    return /^(?:worry|forget|panic|hesitate|miss|be|let|try|expect|see|bother|have|need)$/.test(
      negative[1] ?? '',
    )
      ? null
      : {text: said, force: 'must-not', bare: true};
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
  return {text, force: plain[1] ? 'must' : 'plain', bare: true};
}

/** What follows a word that is a noun here and no verb: "Use of", "Support is". */
const NOUN_USE =
  /^\s+(?:of|is|are|was|were|has|have|can|may|must|will|should|does|do|cannot|and|or|in|to|for|on|at|by|from|with|as|not|that|which|objects?|methods?|functions?|class(?:es)?|names?|types?|operations?|keys?|files?|errors?)\b/;
