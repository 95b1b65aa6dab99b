import type {Output} from './extract-output.ts';
import {plainTarget} from './extract-output.ts';
import type {PageTruth} from './extract-truth.ts';
import {without} from './extract-words.ts';

/** How many of how many. */
export type Share = {readonly found: number; readonly all: number};

export type PageScore = {
  /** Blocks of code that stand in the output to the byte, anywhere. */
  readonly code: Share;
  /** Those that stand so inside of a fence. */
  readonly fenced: Share;
  /** Blocks with a stated language that stand in a fence of that language. */
  readonly language: Share;
  /** Tables of which every row is a row of a Markdown table, its cells apart and in order. */
  readonly tables: Share;
  readonly headings: Share;
  /** Links with their absolute address. */
  readonly links: Share;
  /** Links of menus that are still there, absolute or not: fewer are better. */
  readonly menuLinks: Share;
  /** Of the runs of four words of the content, and of those of the output: between 0 and 1. */
  readonly recall: number;
  readonly precision: number;
  readonly isGood: boolean;
  readonly hasPermalinkSign: boolean;
};

/** What was not found, for those who want to know why. */
export type Misses = {
  readonly code: readonly string[];
  readonly language: readonly string[];
  readonly tables: readonly string[];
  readonly headings: readonly string[];
  readonly links: readonly string[];
  readonly lost: readonly string[];
  readonly added: readonly string[];
};

export function scorePage(truth: PageTruth, output: Output, url: string): {score: PageScore; misses: Misses} {
  const code = truth.code.map((block) => ({block, ...findCode(block, output)}));
  const stated = code.filter(({block}) => block.language !== null);
  const wrong = stated.filter(
    ({block, languages}) => !languages.some((name) => isSame(name, block.language ?? '')),
  );
  const notFenced = code.filter(({languages}) => languages.length === 0);
  const {lostTables, lostRows} = findTables(truth, output);
  const lostHeadings = withoutFound(truth.headings, output.headings);
  const has = (link: string) => output.links.has(plainTarget(link));
  const resolved = new Set(
    [...output.links].map((link) => (URL.canParse(link, url) ? plainTarget(new URL(link, url).href) : link)),
  );
  const isLinked = (link: string) => resolved.has(plainTarget(link));
  const lostLinks = truth.links.filter((link) => !has(link));
  const lost = without(truth.shingles, output.shingles);
  const asked = new Set(without(output.shingles, truth.neutral));
  const added = without(asked, truth.shingles);
  const recall = truth.shingles.size === 0 ? 1 : 1 - lost.length / truth.shingles.size;
  const precision = asked.size === 0 ? 0 : 1 - added.length / asked.size;
  return {
    score: {
      code: share(code, code.filter(({isVerbatim}) => !isVerbatim).length),
      fenced: share(code, notFenced.length),
      language: share(stated, wrong.length),
      tables: share(truth.tables, lostTables),
      headings: share(truth.headings, lostHeadings.length),
      links: share(truth.links, lostLinks.length),
      menuLinks: {found: truth.menuLinks.filter(isLinked).length, all: truth.menuLinks.length},
      recall,
      precision,
      isGood: recall > 0.9 && precision > 0.8,
      hasPermalinkSign: output.hasPermalinkSign && !truth.mentionsSigns,
    },
    misses: {
      code: notFenced.map(({block}) => block.forms[0] ?? ''),
      language: wrong.map(
        ({block, languages}) => `${block.language} is ${languages.join(' or ') || 'not fenced'}`,
      ),
      tables: lostRows,
      headings: lostHeadings,
      links: lostLinks,
      lost,
      added,
    },
  };
}

function share(all: readonly unknown[], missing: number): Share {
  return {found: all.length - missing, all: all.length};
}

/** The languages of the fences that hold the block, and whether it stands anywhere. */
function findCode(
  {forms}: PageTruth['code'][number],
  output: Output,
): {languages: readonly string[]; isVerbatim: boolean} {
  const wanted = forms.map(linesOf);
  const languages = output.fences
    .filter(({lines}) =>
      wanted.some((form) =>
        holds(
          lines.map((line) => line.trimEnd()),
          form,
        ),
      ),
    )
    .map(({language}) => language);
  const isVerbatim = languages.length > 0 || wanted.some((form) => holdsIndented(output.lines, form));
  return {languages, isVerbatim};
}

/** Blank ends of lines and blank lines before and after do not count: no reader sees them. */
function linesOf(code: string): string[] {
  const lines = code
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd());
  while (lines[0] === '') lines.shift();
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function holds(lines: readonly string[], wanted: readonly string[]): boolean {
  const [first] = wanted;
  if (first === undefined) return true;
  for (let at = lines.indexOf(first); at >= 0; at = lines.indexOf(first, at + 1)) {
    if (wanted.every((line, index) => lines[at + index] === line)) return true;
  }
  return false;
}

/** The same lines behind one indentation or row of quote marks; the first and last may have marks around them. */
function holdsIndented(lines: readonly string[], wanted: readonly string[]): boolean {
  const [first = '', ...others] = wanted;
  if (others.length === 0) return lines.some((line) => line.includes(first));
  const last = others.length - 1;
  return lines.some((line, at) => {
    if (!line.trimEnd().endsWith(first)) return false;
    let prefix: string | null = null;
    return others.every((text, index) => {
      const found = (lines[at + 1 + index] ?? '').trimEnd();
      if (text === '') return /^[\s>]*$/.test(found);
      prefix ??= found.slice(0, Math.max(0, found.indexOf(text)));
      if (!/^[\s>]*$/.test(prefix)) return false;
      return index === last ? found.startsWith(prefix + text) : found === prefix + text;
    });
  });
}

const families: readonly (readonly string[])[] = [
  ['python', 'py', 'python3', 'pycon', 'python2', 'ipython', 'ipython3'],
  ['javascript', 'js', 'mjs', 'cjs', 'node'],
  ['typescript', 'ts', 'mts'],
  ['bash', 'sh', 'shell', 'zsh'],
  ['console', 'shell-session', 'shellsession', 'sh-session', 'terminal'],
  ['cpp', 'c++', 'cc'],
  ['rust', 'rs'],
  ['yaml', 'yml'],
  ['html', 'htm'],
  ['jinja', 'html+jinja', 'jinja2'],
  ['django', 'html+django', 'htmldjango'],
  ['rst', 'rest', 'restructuredtext'],
  ['dockerfile', 'docker'],
  ['markdown', 'md'],
  ['diff', 'patch'],
  ['make', 'makefile'],
  ['ini', 'cfg'],
];
const family = new Map(families.flatMap((names) => names.map((name) => [name, names[0]])));

function isSame(one: string, other: string): boolean {
  return (family.get(one) ?? one) === (family.get(other) ?? other);
}

function findTables(
  {tables}: PageTruth,
  {rows}: Output,
): {readonly lostTables: number; readonly lostRows: readonly string[]} {
  const lost = tables.map((table) => table.filter((cells) => !rows.some((row) => holdsInOrder(row, cells))));
  return {
    lostTables: lost.filter((cells) => cells.length > 0).length,
    lostRows: lost.flatMap((cells) => cells.slice(0, 2).map((row) => row.join(' | '))),
  };
}

/** More cells than asked for may stand between: a value repeated for each row that it spans. */
function holdsInOrder(row: readonly string[], cells: readonly string[]): boolean {
  let at = 0;
  for (const cell of row) if (cell === cells[at]) at += 1;
  return at === cells.length;
}

/** Each heading of the output answers for one. */
function withoutFound(wanted: readonly string[], found: readonly string[]): string[] {
  const open = new Map<string, number>();
  for (const heading of found) open.set(heading, (open.get(heading) ?? 0) + 1);
  return wanted.filter((heading) => {
    const left = open.get(heading) ?? 0;
    open.set(heading, left - 1);
    return left <= 0;
  });
}
