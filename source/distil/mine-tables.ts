import type {Block, Section} from '../extract/page.ts';
import {candidateOf} from './draft.ts';
import {identifiersIn} from './identifiers.ts';
import {mineCorrespondences} from './mine-correspondences.ts';
import {mineDeprecatedRows} from './mine-deprecated-rows.ts';
import {readSuccessor} from './replacement.ts';
import type {Candidate} from './rule.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';
import type {Table} from './table-columns.ts';

/** Tables of options (required, deprecated) and tables that set old names against new ones. */
export function* mineTables(section: Section, setting: Setting): Iterable<Candidate> {
  for (const {table, lead} of tablesOf(section.blocks, '')) {
    const found = [...mineCorrespondences(table, lead, setting)];
    if (found.length === 0) found.push(...mineDeprecatedRows(table, setting));
    yield* found.length > 0 ? found : mineOptions(table, setting);
  }
}

/** Every table with the text that introduces it. */
function tablesOf(blocks: readonly Block[], lead: string): {table: Table; lead: string}[] {
  let last = lead;
  return blocks.flatMap((block) => {
    if (block.type === 'paragraph') last = block.text;
    if (block.type === 'table') return [{table: block, lead: last.slice(-400)}];
    return 'blocks' in block ? tablesOf(block.blocks, last) : [];
  });
}

/** Rows of option tables that are marked required or deprecated. */
function* mineOptions(table: Table, setting: Setting): Iterable<Candidate> {
  const required = table.header.findIndex((cell) => /^required\??$/i.test(cell.text.trim()));
  const column = nameColumn(table);
  if (column === null) return;
  for (const row of table.rows) {
    const name = identifiersIn(row[column]?.text ?? '')[0];
    if (name === undefined || (row[column]?.text.length ?? 0) > 80) continue;
    const quote = row
      .map((cell) => cell.text.trim())
      .filter((text) => text !== '')
      .join(' ');
    if (
      required > column &&
      /^(?:yes|true|required|\u2713|\u2714|x)$/i.test(row[required]?.text.trim() ?? '')
    ) {
      yield candidateOf(
        {
          kind: 'must',
          condition: subjectOf(setting),
          directive: `Set \`${name}\`; it is required.`,
          quotes: [quote],
        },
        setting,
      );
      continue;
    }
    const notes = row.slice(column + 1).flatMap((cell) => splitSentences(cell.text));
    if (!notes.some((note) => /^(?:\(?deprecated\b)/i.test(note))) continue;
    const next =
      notes
        .map((note) => readSuccessor(note.replace(/^\(?deprecated[^A-Za-z]*/i, '')))
        .find((found) => found !== null) ?? null;
    const directive =
      next === null ? `Stop using \`${name}\`; it is deprecated.` : `Use ${next} instead of \`${name}\`.`;
    yield candidateOf({kind: 'deprecation', directive, quotes: [quote]}, setting);
  }
}

/** The column of what the rows are about; `null` for a list of members that begins with their types. */
function nameColumn(table: Table): number | null {
  const heads = table.header.map((cell) => cell.text.trim());
  const named = heads.findIndex((head) =>
    /^(?:name|option|parameter|property|setting|key|attribute|field|variable|flag|argument|command)s?\b/i.test(
      head,
    ),
  );
  if (named >= 0) return named;
  return /\b(?:modifiers?|types?|returns?)\b/i.test(heads[0] ?? '') ? null : 0;
}

function subjectOf(setting: Setting): string | null {
  return setting.subject === null ? null : `using \`${setting.subject}\``;
}
