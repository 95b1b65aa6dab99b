import type {Block, Page} from '../extract/page.ts';

/** Which files a fence language is written in. Languages that are everywhere (text, shell) give no scope. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  python: ['**/*.py'],
  python3: ['**/*.py'],
  py: ['**/*.py'],
  pycon: ['**/*.py'],
  pycon3: ['**/*.py'],
  ts: ['**/*.ts', '**/*.tsx'],
  typescript: ['**/*.ts', '**/*.tsx'],
  tsx: ['**/*.tsx'],
  js: ['**/*.js', '**/*.mjs', '**/*.cjs'],
  javascript: ['**/*.js', '**/*.mjs', '**/*.cjs'],
  mjs: ['**/*.mjs', '**/*.js'],
  cjs: ['**/*.cjs', '**/*.js'],
  jsx: ['**/*.jsx'],
  c: ['**/*.c', '**/*.h'],
  cpp: ['**/*.cpp', '**/*.cc', '**/*.h', '**/*.hpp'],
  'c++': ['**/*.cpp', '**/*.cc', '**/*.h', '**/*.hpp'],
  go: ['**/*.go'],
  rust: ['**/*.rs'],
  rs: ['**/*.rs'],
  java: ['**/*.java'],
  kotlin: ['**/*.kt'],
  swift: ['**/*.swift'],
  ruby: ['**/*.rb'],
  rb: ['**/*.rb'],
  php: ['**/*.php'],
  cs: ['**/*.cs'],
  csharp: ['**/*.cs'],
  sql: ['**/*.sql'],
  css: ['**/*.css'],
  scss: ['**/*.scss'],
  vue: ['**/*.vue'],
  svelte: ['**/*.svelte'],
  html: ['**/*.html'],
  'html+django': ['**/*.html'],
  jinja: ['**/*.html', '**/*.jinja'],
  'html+jinja': ['**/*.html'],
  django: ['**/*.html'],
  yaml: ['**/*.yml', '**/*.yaml'],
  yml: ['**/*.yml', '**/*.yaml'],
  toml: ['**/*.toml'],
  dockerfile: ['**/Dockerfile'],
  graphql: ['**/*.graphql'],
  proto: ['**/*.proto'],
  lua: ['**/*.lua'],
  dart: ['**/*.dart'],
  elixir: ['**/*.ex', '**/*.exs'],
};

/** How often each known fence language stands on a page, counted in code blocks. */
export function languagesOf(page: Page): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const section of page.sections) count(section.blocks, counts);
  return counts;
}

/** A page speaks for itself from this many blocks, and if they agree this much. */
const ENOUGH_BLOCKS = 5;
const ENOUGH_SHARE = 0.6;

/** Globs for the language of a page, or of the whole site where the page has little code; empty if neither is known. */
export function globsOf(
  page: ReadonlyMap<string, number>,
  site: ReadonlyMap<string, number>,
): readonly string[] {
  const total = [...page.values()].reduce((sum, blocks) => sum + blocks, 0);
  const own = best(page);
  const counts =
    own !== null && total >= ENOUGH_BLOCKS && (page.get(own) ?? 0) >= total * ENOUGH_SHARE ? own : best(site);
  return counts === null ? [] : (FILES[counts] ?? []);
}

function best(counts: ReadonlyMap<string, number>): string | null {
  const [first] = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return first?.[0] ?? null;
}

/** Globs for one fence language; empty if it says nothing about files. */
export function globsOfLanguage(language: string | null): readonly string[] {
  return FILES[language?.toLowerCase() ?? ''] ?? [];
}

function count(blocks: readonly Block[], counts: Map<string, number>): void {
  for (const block of blocks) {
    if (block.type === 'code' && block.language !== null) {
      const language = block.language.toLowerCase();
      if (FILES[language] !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
    }
    if ('blocks' in block) count(block.blocks, counts);
  }
}
