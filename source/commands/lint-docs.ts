import {readdir, readFile} from 'node:fs/promises';
import {join, resolve, sep} from 'node:path';
import type {RuleSet} from '../distil/rule.ts';
import {messageOf, systemCode, UsageError} from '../errors.ts';
import type {Page} from '../extract/page.ts';
import {readDocument} from '../extractor/read-document.ts';
import type {DocsFacts} from '../rubric/docs-facts.ts';
import {pageKey} from '../rubric/page-key.ts';
import {createDocsReader} from '../rubric/read-docs.ts';
import {userFolders} from '../store/folders.ts';
import {readPages} from '../store/read-pages.ts';
import {recordedRuns} from '../store/run-record.ts';
import type {Io} from './io.ts';

export type KnownDocs = {
  readonly facts: DocsFacts | null;
  /** Where the pages are from, or why there are none. */
  readonly from: string;
};

/**
 * What the pages say of the rules: those of a folder, else those of the newest run on this machine that started at the
 * address of the library and read every page that the rules cite.
 *
 * @throws UsageError RM-CONF-018 for a folder without pages
 */
export async function readLintDocs(ruleSet: RuleSet, folder: string | null, io: Io): Promise<KnownDocs> {
  if (folder !== null) return await readFolder(ruleSet, resolve(io.cwd, folder), folder);
  for (const run of recordedRuns(userFolders(io.environment).state)) {
    if (run.url !== ruleSet.library.url || run.state !== 'finished') continue;
    const stored = readPages<Page>(run.folder.databasePath);
    if (stored === null) continue;
    const reader = createDocsReader(ruleSet);
    for (const page of stored.pages) reader.read(page);
    stored.close();
    const facts = reader.facts();
    if (facts.unread.length === 0) return {facts, from: `run ${run.folder.id}`};
  }
  return {facts: null, from: 'no kept run read them; --docs DIR gives them'};
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.htm': 'text/html',
  '.xhtml': 'application/xhtml+xml',
  '.md': 'text/markdown',
};

async function readFolder(ruleSet: RuleSet, root: string, typed: string): Promise<KnownDocs> {
  const paths = await pagePaths(root, typed);
  const base = baseOf(ruleSet, paths);
  const reader = createDocsReader(ruleSet);
  for (const path of paths) {
    const url = base + path.split('/').map(encodeURIComponent).join('/');
    const body = await readFile(join(root, path));
    const contentType = types[endingOf(path)] ?? null;
    reader.read(readDocument({url, finalUrl: url, status: 200, contentType, body}).content);
  }
  return {facts: reader.facts(), from: typed};
}

/** Start page first, then by depth and name: what stands high in a folder is read first by a crawl too. */
async function pagePaths(root: string, typed: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(root, {recursive: true});
  } catch (error) {
    if (systemCode(error) === null) throw error;
    throw noPages(typed, messageOf(error));
  }
  const paths = names.map((name) => name.split(sep).join('/')).filter((path) => endingOf(path) in types);
  if (paths.length === 0) throw noPages(typed, 'it holds no HTML and no Markdown');
  const rank = (path: string) => path.split('/').length * 2 - (/(?:^|\/)index\.\w+$/.test(path) ? 1 : 0);
  return paths.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function endingOf(path: string): string {
  return (/\.\w+$/.exec(path)?.[0] ?? '').toLowerCase();
}

/** The address of the folder: the one under which most of the cited pages are files of it. */
function baseOf({library, rules}: RuleSet, paths: readonly string[]): string {
  const files = new Set(paths.map((path) => pageKey(`/${path}`)));
  const cited = new Set(rules.flatMap(({evidence}) => evidence.map(({url}) => pageKey(url))));
  const start = URL.canParse(library.url) ? new URL(library.url) : new URL('http://localhost/');
  const steps = start.pathname.split('/').slice(1, -1);
  let best = {base: start.origin + start.pathname.replace(/[^/]*$/, ''), found: -1};
  for (let length = steps.length; length >= 0; length--) {
    const base = `${[start.origin, ...steps.slice(0, length)].join('/')}/`;
    const found = [...cited].filter(
      (key) => files.has(key.slice(base.length - 1)) && `${key}/`.startsWith(base),
    ).length;
    if (found > best.found) best = {base, found};
  }
  return best.base;
}

function noPages(folder: string, why: string): UsageError {
  return new UsageError({
    code: 'RM-CONF-018',
    message: `${folder} cannot be used as --docs`,
    why,
    hint: 'give the folder that is served: the HTML or Markdown pages that the rules cite',
  });
}
