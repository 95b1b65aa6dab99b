import {type CodeCell, codeCell, spoken} from './code-cell.ts';
import {candidateOf} from './draft.ts';
import {bareName, identifiersIn, isTelling} from './identifiers.ts';
import {phrase} from './phrase.ts';
import type {Candidate} from './rule.ts';
import type {Setting} from './setting.ts';
import {signatureName} from './symbols.ts';
import {type Columns, isNames, readColumns, type Table} from './table-columns.ts';

/** Words around a table by which its rows lead from the old to the new. */
const MOVING =
  /\b(?:deprecat\w+|obsolete\w*|migrat\w+|port(?:ing)?|upgrad\w+|replac\w+|renam\w+|superseded|successor|instead)\b/i;
/** Words by which they only stand side by side. */
const EQUAL = /\b(?:correspond\w*|equivalents?|counterparts?|mapping|analog(?:s|ues|ous)?)\b/i;

/** Tables that set old names against new ones, or another library's names against those of this page. */
export function* mineCorrespondences(table: Table, lead: string, setting: Setting): Iterable<Candidate> {
  const around = [setting.section.heading, ...setting.section.path.slice(-2), lead, table.caption ?? ''].join(
    ' ',
  );
  const moving = MOVING.test(around);
  const marked = readColumns(table, moving);
  const columns = marked ?? (EQUAL.test(around) ? ownSide(table, setting) : null);
  if (columns === null) return;
  const condition = marked === null ? `using \`${subjectOf(table, columns, setting)}\`` : null;
  const state = columns.state ?? (/deprecat/i.test(around) ? 'deprecated' : 'renamed');
  const firm = marked !== null && (state !== 'renamed' || setting.release !== null || moving);
  for (const {old, next, version, quotes} of exchangesIn(table, columns)) {
    const plain = !old.flatMap((code) => identifiersIn(`\`${code}\``)).some(isTelling);
    if (plain && setting.subject === null && condition === null) continue;
    const read = {
      old: spoken({codes: old, all: false}, 'or'),
      next: spoken(next, 'or'),
      state: state === 'renamed' ? ('deprecated' as const) : state,
      from: null,
      joined: false,
      plural: old.length > 1,
      version,
    };
    yield candidateOf(
      {
        ...phrase(read, setting.release, setting, quotes),
        ...(firm ? {} : {kind: 'prefer' as const, versions: null}),
        condition: condition ?? (plain ? `using \`${setting.subject}\`` : null),
        quotes,
        apart: true,
      },
      setting,
    );
  }
}

type Exchange = {
  readonly old: readonly string[];
  readonly next: CodeCell;
  readonly version: string | null;
  readonly quotes: readonly [string, ...string[]];
};

/** Most rows that make one rule: a quote for each. */
const MAX_ROWS = 3;
const MAX_OLD = 5;

/** One exchange for each row; rows that lead to the same thing make one. */
function exchangesIn(table: Table, columns: Columns): Exchange[] {
  const found: Exchange[] = [];
  for (const row of table.rows) {
    const next = codeCell(row[columns.next]?.text ?? '', true);
    const cells = columns.old.flatMap((index) => codeCell(row[index]?.text ?? '', true)?.codes ?? []);
    const old = cells.filter((code) => !next?.codes.some((other) => bareName(other) === bareName(code)));
    if (next === null || old.length === 0 || old.length > MAX_OLD) continue;
    if (![...old, ...next.codes].every((code) => /[A-Za-z_]{2}/.test(code))) continue;
    const quote = row
      .map((cell) => cell.text.trim())
      .filter((text) => text !== '')
      .join(' ');
    const version =
      columns.version === null ? null : (/\d[\d.]*/.exec(row[columns.version]?.text ?? '')?.[0] ?? null);
    const twin = found.findIndex(
      (other) =>
        spoken(other.next, 'or') === spoken(next, 'or') &&
        other.version === version &&
        other.quotes.length < MAX_ROWS &&
        other.old.length + old.length <= MAX_OLD,
    );
    const other = found[twin];
    if (other === undefined) found.push({old, next, version, quotes: [quote]});
    else
      found[twin] = {...other, old: [...new Set([...other.old, ...old])], quotes: [...other.quotes, quote]};
  }
  return found;
}

/** Of two columns of names the one this page documents is the one to use. */
function ownSide(table: Table, setting: Setting): Columns | null {
  const names = table.header.flatMap((_, index) => (isNames(table, index) ? [index] : []));
  const [first, second] = names;
  if (names.length !== 2 || first === undefined || second === undefined) return null;
  const known = documented(setting);
  const own = (index: number): number => {
    const codes = table.rows.flatMap((row) => codeCell(row[index]?.text ?? '', true)?.codes ?? []);
    const own = codes.filter((code) => known.has(bareName(code))).length;
    return codes.length === 0 ? 0 : own / codes.length;
  };
  const [left, right] = [own(first), own(second)];
  if (right >= 0.5 && left <= 0.1) return {old: [first], next: second, version: null, state: null};
  return left >= 0.5 && right <= 0.1 ? {old: [second], next: first, version: null, state: null} : null;
}

/** Names the page has a signature for, also without their first parts. */
function documented(setting: Setting): ReadonlySet<string> {
  const names = new Set<string>();
  for (const section of setting.page.sections) {
    if (!section.signature) continue;
    const parts = signatureName(section.heading).split('.');
    const owner = signatureName(section.path.at(-1) ?? '')
      .split('.')
      .at(-1);
    names.add(parts.join('.'));
    names.add(parts.slice(-2).join('.'));
    if (parts.length === 1 && owner) names.add(`${owner}.${parts[0]}`);
  }
  return names;
}

function subjectOf(table: Table, columns: Columns, setting: Setting): string {
  const head = identifiersIn(table.header[columns.next]?.text ?? '');
  return head.length === 1 && head[0] !== undefined
    ? head[0]
    : (setting.subject ?? identifiersIn(setting.section.path.at(-1) ?? '')[0] ?? '');
}
