import type {Block} from '../extract/page.ts';
import {codeCell} from './code-cell.ts';
import {compareVersions} from './versions.ts';

export type Table = Extract<Block, {type: 'table'}>;

/** Which columns of a table hold what goes, and which holds what comes. */
export type Columns = {
  readonly old: readonly number[];
  readonly next: number;
  /** The column that says since when, or `null`. */
  readonly version: number | null;
  /** What the header says about the old column. */
  readonly state: 'deprecated' | 'removed' | null;
};

/** The share of cells that must be code for a column to be one of names. */
const NAMES_SHARE = 0.6;

const NEXT =
  /\b(?:new|replac\w+ (?:with|by)|replacement|use|instead(?! of)|preferred|recommended|successor|after|good|correct|better)\b/i;
const NEXT_ALONE =
  /\b(?:replac\w+ (?:with|by)|replacement|instead(?! of)|preferred|recommended|successor|new (?:name|setting|option|method|function|class|api|style|way))\b/i;
const OLD =
  /\b(?:deprecated|removed|old|obsolete|former(?:ly)?|legacy|previous(?:ly)?|replaced|instead of|avoid|bad|wrong|incorrect|before)\b/i;
const PLAIN: readonly [RegExp, RegExp] = [
  /^(?:from|original|name in .{1,20})$/i,
  /^(?:to|now|current|equivalent|alternative)$/i,
];
const VERSION_CELL = /^v?\d{1,4}(?:\.\d{1,4}){0,2}$/;

/**
 * Reads the direction of a correspondence off the header of a table.
 * @param moving true where the text around speaks of migration, so that weak words and the order of columns count
 */
export function readColumns(table: Table, moving: boolean): Columns | null {
  const heads = table.header.map((cell) => cell.text.replace(/`/g, '').trim());
  const names = heads.flatMap((_, index) => (isNames(table, index) ? [index] : []));
  if (names.length < 2) return null;
  const versions = heads.findIndex(
    (_, index) =>
      !names.includes(index) && share(table, index, (text) => VERSION_CELL.test(text)) >= NAMES_SHARE,
  );
  const version = versions < 0 ? null : versions;
  const made = (
    old: readonly number[],
    next: number | undefined,
    state: Columns['state'] = null,
  ): Columns | null => (next === undefined || old.length === 0 ? null : {old, next, version, state});
  const head = (index: number): string => heads[index] ?? '';
  const next = names.filter((index) => NEXT.test(head(index)));
  const old = names.filter((index) => !next.includes(index) && OLD.test(head(index)));
  const rest = names.filter((index) => !next.includes(index) && !old.includes(index));
  const state = old.some((index) => /deprecat/i.test(head(index)))
    ? 'deprecated'
    : old.some((index) => /remov/i.test(head(index)))
      ? 'removed'
      : null;
  if (old.length > 0 && next.length === 1) return made(old, next[0], state);
  if (old.length > 0 && next.length === 0 && rest.length === 1) return made(old, rest[0], state);
  if (
    old.length === 0 &&
    next.length === 1 &&
    rest.length === 1 &&
    (moving || NEXT_ALONE.test(head(next[0] ?? -1)))
  )
    return made(rest, next[0]);
  if (names.length !== 2 || next.length > 0 || old.length > 0) return null;
  const [first = -1, second = -1] = names;
  const [left, right] = byVersion(head(first), head(second));
  if (left !== null && right !== null && compareVersions(left, right) !== 0)
    return compareVersions(left, right) < 0 ? made([first], second) : made([second], first);
  return moving && (PLAIN[0].test(head(first)) || PLAIN[1].test(head(second))) ? made([first], second) : null;
}

/** "Acme 2" and "Acme 3": the same words with two versions. */
function byVersion(a: string, b: string): [string | null, string | null] {
  const words = (text: string): string => text.replace(/\d[\d.x]*/g, '').toLowerCase();
  const version = (text: string): string | null => /\d+(?:\.\d+){0,2}/.exec(text)?.[0] ?? null;
  return words(a) === words(b) ? [version(a), version(b)] : [null, null];
}

/** True if the column holds names, plain words or code, and not prose. */
export function isNames(table: Table, index: number): boolean {
  return (
    share(table, index, (text) => codeCell(text, true) !== null && !VERSION_CELL.test(text)) >= NAMES_SHARE
  );
}

function share(table: Table, index: number, test: (text: string) => boolean): number {
  const cells = table.rows.map((row) => row[index]?.text.trim() ?? '').filter((text) => text !== '');
  return cells.length === 0 ? 0 : cells.filter(test).length / cells.length;
}
