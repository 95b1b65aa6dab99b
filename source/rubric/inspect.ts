import {identifiersIn, mentions} from '../distil/identifiers.ts';
import {normalise, sectionText} from '../distil/normalise.ts';
import {agrees} from '../distil/polarity.ts';
import {isReversed} from '../distil/reversed.ts';
import type {Rule} from '../distil/rule.ts';
import {isSupported} from '../distil/supported.ts';
import type {SymbolTable} from '../distil/symbols.ts';
import type {Page} from '../extract/page.ts';
import type {RuleFacts} from './docs-facts.ts';
import {linesOf} from './example-lines.ts';
import type {Place} from './place.ts';

export type Inspection = {
  readonly rule: Rule;
  /**
   * Looks at one of the pages that the rule cites.
   * @param symbols - the names of this page alone
   */
  readonly look: (page: Page, places: readonly Place[], symbols: SymbolTable) => void;
  /** @param missingLines - the lines of code that no page holds */
  readonly facts: (missingLines: ReadonlySet<string>) => RuleFacts;
};

/**
 * Gathers what the pages say about one rule. What the rule claims (names, numbers, versions, code) becomes less with
 * every page that bears it out, so no text is kept.
 */
export function createInspection(rule: Rule): Inspection {
  const said = `${rule.condition ?? ''}\n${rule.directive}`;
  const names = new Set([...identifiersIn(said), ...rule.identifiers]);
  const numbers = new Set([...(said.match(/(?<![\w.])\d+(?:\.\d+)*/g) ?? []), ...statedVersions(rule)]);
  const lines = new Set(linesOf(rule));
  const spoken = identifiersIn(said);
  let unseen = rule.evidence.length;
  let ungrounded: string | null = null;
  let documented = false;
  let disagrees: string | null = 'no quote to compare with';

  return {
    rule,
    look(page, places, symbols) {
      unseen -= places.length;
      ungrounded ??= places.find(({why}) => why !== null)?.why ?? null;
      documented ||= spoken.some((name) => symbols.has(name));
      const held = places.filter(({why}) => why === null);
      if (held.length === 0) return;
      const sections = held.flatMap((place) => place.sections);
      const headings = [page.title, page.version ?? '', ...sections.flatMap(({path}) => path)];
      const text = [...sections.map(sectionText), normalise(headings.join('\n'))].join('\n');
      for (const name of names) if (standsIn(text, name)) names.delete(name);
      for (const number of numbers) if (hasNumber(text, number)) numbers.delete(number);
      for (const line of lines) if (text.includes(normalise(line))) lines.delete(line);
      if (disagrees === null) return;
      const quotes = held.map(({quote}) => quote);
      const around = sections.map(({heading, path}) => [heading, ...path].join(' ')).join(' ');
      disagrees = disagreement(rule, quotes, around, text);
    },
    facts(missingLines) {
      const missing = unseen > 0 ? 'a page that it cites was not read' : null;
      const [name] = names;
      const [number] = numbers;
      const foreign = [...lines].some((line) => missingLines.has(line));
      return {
        ungrounded: ungrounded ?? missing,
        unfaithful:
          disagrees ??
          (name === undefined ? null : `${name} does not stand there`) ??
          (number === undefined ? null : `${number} does not stand there`) ??
          (foreign ? 'code that does not stand in the pages' : null),
        documented,
      };
    },
  };
}

function statedVersions({versions}: Rule): string[] {
  return [versions?.since, versions?.removed].filter((version) => version !== undefined);
}

function disagreement(rule: Rule, quotes: readonly string[], around: string, text: string): string | null {
  if (!agrees(rule.directive, quotes, around)) return 'it says no where the quote does not, or the reverse';
  if (isReversed(rule.directive, quotes)) return 'it recommends what the quote replaces';
  return isSupported(rule.directive, quotes, text) ? null : 'its quote is about something else';
}

function standsIn(text: string, name: string): boolean {
  const wanted = normalise(name);
  if (wanted === '' || mentions(text, wanted) || (name.startsWith('--') && text.includes(name))) return true;
  const parts = name.split(/\.|::|->/);
  return parts.length > 1 && parts.every((part) => mentions(text, normalise(part)));
}

function hasNumber(text: string, number: string): boolean {
  return new RegExp(`(?<![\\d.])${number.replace(/[^\d]/g, '\\$&')}(?!\\d)`).test(text);
}
