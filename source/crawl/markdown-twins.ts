import type {CrawlDeps} from './contract.ts';
import {notADocument} from './document-type.ts';
import {urlKey} from './normalise-url.ts';
import {similarity} from './similarity.ts';
import type {Site} from './site.ts';
import type {Survey} from './survey.ts';

/** The page that a Markdown file is another form of; every other address as it is. */
export type TwinOf = (key: string) => string;

export const noTwins: TwinOf = (key) => key;

/** Files that are compared with their pages before all are taken for twins. */
const samples = 3;

/**
 * What two forms of a page share at least, as an estimate from 64 hashes: the one has a front matter, the other the
 * labels of its tabs. Two pages of one site share a tenth.
 */
const leastSimilarity = 0.6;

/** How the address of a page becomes that of its Markdown: `/guide.md`, `/guide/index.md`, `/guide.html.md`. */
const forms: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}/`,
  (path) => `${path}.html`,
];

/**
 * An llms.txt often names the Markdown of each page, while links lead to the page itself: the same text twice. The page
 * is kept, for its anchors are what evidence is cited by. The files of the site are taken for twins only if the first
 * three of them are.
 *
 * Asks for up to eight pages, which no plan does.
 */
export async function findTwins<T>(
  {entries, judge, start}: Pick<Survey<T>, 'entries' | 'judge' | 'start'>,
  site: Site,
  deps: Pick<CrawlDeps<T>, 'read'>,
): Promise<TwinOf> {
  const isOurs = (key: string) => judge.link(new URL(key)) === null;
  const files = entries.filter(({key, via}) => via === 'llms-txt' && isMarkdown(key) && isOurs(key));
  const chosen = files.slice(0, samples);
  if (start?.reading.kind !== 'page' || chosen.length === 0) return noTwins;
  const linked = start.reading.read.links.flatMap(({href}) => urlKey(href) ?? []);
  const known = new Set([...linked, ...entries.map(({key}) => key)]);

  const read = async (key: string) => {
    if (!isOurs(key)) return null;
    const outcome = await site.fetch(key, 'page', (_from, to) => isOurs(to));
    if (outcome.kind !== 'answer' || notADocument(outcome.response) !== null) return null;
    const {url, finalUrl, status, headers, body} = outcome.response;
    const contentType = headers['content-type'] ?? null;
    const {signature} = await deps.read({url, finalUrl, status, contentType, body});
    return signature.length > 0 ? {signature, isFile: isMarkdown(finalUrl)} : null;
  };

  let form: ((path: string) => string) | null = null;
  for (const {key} of chosen) {
    const file = await read(key);
    if (file === null) return noTwins;
    const tried: readonly ((path: string) => string)[] = form ? [form] : inOrder(key, known);
    form = null;
    for (const one of tried) {
      const page = await read(pageOf(key, one));
      if (page === null || page.isFile || similarity(file.signature, page.signature) < leastSimilarity)
        continue;
      form = one;
      break;
    }
    if (form === null) return noTwins;
  }
  const adopted = form;
  if (adopted === null) return noTwins;
  const {origin} = new URL(chosen[0]?.key ?? '');
  return (key) => (isMarkdown(key) && key.startsWith(`${origin}/`) ? pageOf(key, adopted) : key);
}

function isMarkdown(key: string): boolean {
  return new URL(key).pathname.endsWith('.md');
}

/** `index.md` stands for its folder and `x.html.md` for `x.html`, whatever the form. */
function pageOf(key: string, form: (path: string) => string): string {
  const url = new URL(key);
  const path = url.pathname.slice(0, -'.md'.length);
  if (path.endsWith('/index')) url.pathname = path.slice(0, -'index'.length);
  else url.pathname = /\.html?$/.test(path) ? path : form(path);
  return url.href;
}

function inOrder(key: string, known: ReadonlySet<string>): readonly ((path: string) => string)[] {
  const seen = forms.find((form) => known.has(pageOf(key, form)));
  if (seen) return [seen];
  // For an address that has only one page all forms are the same.
  return forms.filter(
    (form, index) => forms.findIndex((one) => pageOf(key, one) === pageOf(key, form)) === index,
  );
}
