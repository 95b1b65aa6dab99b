import type {Section} from '../extract/page.ts';
import {type Pair, pairsIn} from './code-pairs.ts';
import {candidateOf} from './draft.ts';
import {shown} from './examples.ts';
import {identifiersIn, isTelling, lastPart, mentions, namesIn} from './identifiers.ts';
import {replacedBy} from './keys.ts';
import {normalise} from './normalise.ts';
import type {Candidate, Code} from './rule.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';

/** A line that fits into a sentence. */
const MAX_INLINE = 60;
const MIN_QUOTE = 12;
/** What not to do is worth fewer words than what to do. */
const MAX_DONT = 200;

/**
 * Gives the pairs of a section to the rules they belong to, and makes rules of those that stand for themselves. A block
 * that shows the way not to go is never left as an example to follow.
 */
export function joinPairs(found: readonly Candidate[], section: Section, setting: Setting): Candidate[] {
  let rules = [...found];
  for (const pair of pairsIn(section.blocks)) {
    const good = shown(pair.good);
    const bad = shown(pair.bad);
    const index = rules.findIndex((rule) => belongs(rule, pair));
    rules = rules.map((rule, at) => {
      if (at === index && good !== null)
        return {...rule, do: good, dont: bad !== null && bad.code.length <= MAX_DONT ? bad : null};
      return rule.do !== null && pair.bad.code.includes(rule.do.code) ? {...rule, do: null} : rule;
    });
    if (index < 0) rules.push(...ownRule(pair, good, bad, setting));
  }
  return rules;
}

/** The rule says what the pair shows: old name in the one block, new name in the other, or its words introduce the pair. */
function belongs(rule: Candidate, {bad, good, lead}: Pair): boolean {
  if (rule.dont !== null) return false;
  const exchange = replacedBy(rule.directive);
  const has = (code: Code, names: readonly string[]): boolean =>
    names.some((name) => mentions(code.code, lastPart(name)));
  if (exchange !== null && has(good, exchange.next) && has(bad, exchange.old)) return true;
  const said = lead === null ? '' : normalise(lead);
  return (
    exchange === null &&
    rule.evidence.some((proof) => said.includes(normalise(proof.quote))) &&
    has(good, identifiersIn(rule.directive).filter(isTelling)) &&
    (!/^(?:Do not|Never|Avoid|Stop)/.test(rule.directive) || has(bad, identifiersIn(rule.directive)))
  );
}

/** "Use `new` instead of `old`" where both are one line, or differ in one name. */
function* ownRule(pair: Pair, good: Code | null, bad: Code | null, setting: Setting): Iterable<Candidate> {
  if (!pair.firm || good === null || bad === null || setting.tutorial) return;
  const inline = [good, bad].every(({code}) => code.length <= MAX_INLINE && !/[\n`]/.test(code));
  const [fresh, gone] = [only(good, bad), only(bad, good)];
  const [next] = fresh.length === 1 ? fresh : [];
  const [old] = gone.length === 1 ? gone : [];
  if (!inline && (next === undefined || old === undefined)) return;
  if (
    !namesIn(good.code)
      .concat(namesIn(bad.code))
      .some((name) => isTelling(name) && setting.symbols.has(name))
  )
    return;
  const quotes = [good.code, bad.code].map((code) =>
    code
      .split('\n')
      .find(
        (line) =>
          line.trim().length >= MIN_QUOTE &&
          (inline || mentions(line, (code === good.code ? next : old) ?? '')),
      )
      ?.trim(),
  );
  const [first, second] = quotes;
  if (first === undefined || second === undefined) return;
  const said = splitSentences(pair.lead ?? '').at(-1) ?? '';
  const around = `${setting.section.heading} ${setting.section.path.join(' ')} ${said}`;
  yield candidateOf(
    {
      kind: /deprecat/i.test(around) ? 'deprecation' : setting.release !== null ? 'breaking' : 'prefer',
      directive: inline
        ? `Use \`${good.code}\` instead of \`${bad.code}\`.`
        : `Use \`${next}\` instead of \`${old}\`.`,
      do: inline ? null : good,
      dont: inline || bad.code.length > MAX_DONT ? null : bad,
      versions: setting.release === null ? null : {since: setting.release},
      quotes: [first, second],
      apart: true,
    },
    setting,
  );
}

/** Telling names of one block that the other lacks. */
function only(code: Code, other: Code): string[] {
  return [...new Set(namesIn(code.code))].filter((name) => isTelling(name) && !mentions(other.code, name));
}
