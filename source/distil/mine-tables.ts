import type {Section} from '../extract/page.ts';
import {candidateOf} from './draft.ts';
import {identifiersIn} from './identifiers.ts';
import {readSuccessor} from './replacement.ts';
import type {Candidate} from './rule.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';

/** Rows of option tables that are marked required or deprecated. */
export function* mineTables(section: Section, setting: Setting): Iterable<Candidate> {
  for (const block of section.blocks) {
    if (block.type !== 'table') continue;
    const required = block.header.findIndex((cell) => /^required\??$/i.test(cell.text.trim()));
    for (const row of block.rows) {
      const name = identifiersIn(row[0]?.text ?? '')[0];
      if (name === undefined || (row[0]?.text.length ?? 0) > 80) continue;
      const quote = row
        .map((cell) => cell.text.trim())
        .filter((text) => text !== '')
        .join(' ');
      if (required > 0 && /^(?:yes|true|required|\u2713|\u2714|x)$/i.test(row[required]?.text.trim() ?? '')) {
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
      const notes = row.slice(1).flatMap((cell) => splitSentences(cell.text));
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
}

function subjectOf(setting: Setting): string | null {
  return setting.subject === null ? null : `using \`${setting.subject}\``;
}
