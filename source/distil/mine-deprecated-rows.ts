import {candidateOf} from './draft.ts';
import {bareName, lastPart} from './identifiers.ts';
import {phrase} from './phrase.ts';
import {readReplacement, readSuccessor} from './replacement.ts';
import type {Candidate} from './rule.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';
import type {Table} from './table-columns.ts';

/** A dotted name at the head of a row, with short arguments, and what is said of it. */
const ROW =
  /^`?([A-Za-z_][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)+(?:\([^()]{0,80}\))?)`?(?: [-\u2013\u2014:])?\s+(\S.*)$/s;
const INSTEAD = /\b(?:[Rr]eplaced by|[Ss]uperseded by|[Ii]n favou?r of) (.{3,160})$/;

/** Tables of generators that list deprecated APIs: the name, then what to use. */
export function* mineDeprecatedRows(table: Table, setting: Setting): Iterable<Candidate> {
  const {section, page} = setting;
  const heads = [section.heading, table.caption ?? '', ...table.header.map((cell) => cell.text)];
  if (
    !heads.some((head) => /\bdeprecated\b/i.test(head)) &&
    !/^deprecated (?:list|apis?)\b/i.test(page.title)
  )
    return;
  for (const row of table.rows) {
    const quote = row
      .map((cell) => cell.text.trim())
      .filter((text) => text !== '')
      .join(' ');
    const [, name, said] = ROW.exec(quote) ?? [];
    if (name === undefined || said === undefined) continue;
    const sentences = splitSentences(said.replace(/^Deprecated[.:,]?\s+/, ''));
    const next =
      sentences.map((sentence) => successorOf(sentence, name)).find((found) => found !== null) ?? null;
    // A table about "Uses of Deprecated" lists what is not.
    if (next === null && !heads.some((head) => /^(?:terminally )?deprecated\b/i.test(head.trim()))) continue;
    if (next?.includes(`\`${name}\``)) continue;
    // Another form of the same method: which one the words alone do not say.
    if (next !== null && next.replace(/^the |`| method$/g, '') === lastPart(bareName(name))) continue;
    const version =
      /\b[Ss]ince (?:version )?v?(\d+(?:\.\d+){1,2})|\b[Aa]s of (?:\w+ )?(?:version )?v?(\d+(?:\.\d+){1,2})/.exec(
        said,
      );
    const read = {
      old: `\`${name}\``,
      next,
      state: 'deprecated' as const,
      from: null,
      joined: true,
      plural: false,
      version: version?.[1] ?? version?.[2] ?? null,
    };
    yield candidateOf({...phrase(read, setting.release, setting, [quote]), quotes: [quote]}, setting);
  }
}

function successorOf(sentence: string, name: string): string | null {
  const instead = INSTEAD.exec(sentence)?.[1];
  return (
    readSuccessor(sentence) ??
    (instead === undefined
      ? null
      : (readReplacement(`\`${name}\` is replaced by ${instead}`, null, null, false)?.next ?? null))
  );
}
