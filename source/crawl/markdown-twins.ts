import {RulesMakerError} from '../errors.ts';
import type {CrawlDeps, Sample} from './contract.ts';
import {notADocument} from './document-type.ts';
import {isMarkdownFile, type MarkdownSource, readMarkdown} from './markdown-form.ts';
import {urlKey} from './normalise-url.ts';
import {tryRead} from './read-page.ts';
import {similarity} from './similarity.ts';
import type {Site} from './site.ts';
import type {Survey} from './survey.ts';
import {shareHeld} from './text-overlap.ts';

/** The page that a Markdown file is another form of; every other address as it is. */
export type TwinOf = (key: string) => string;

export const noTwins: TwinOf = (key) => key;

const nothing = {twinOf: noTwins, markdown: null} as const;

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
 * The owner's own Markdown is read in the place of the HTML, for the pages that it is named for, only if nothing is lost
 * by that: each of the three holds four fifths of what its page says, and one rule tells nine tenths of the anchors on
 * it. The start page stays HTML, for its menu.
 *
 * Asks for up to eight pages, which no plan does.
 */
export async function findTwins<T>(
  {entries, judge, start}: Pick<Survey<T>, 'entries' | 'judge' | 'start'>,
  site: Site,
  deps: Pick<CrawlDeps<T>, 'read' | 'sample'>,
): Promise<{readonly twinOf: TwinOf; readonly markdown: MarkdownSource<T> | null}> {
  const isOurs = (key: string) => judge.link(new URL(key)) === null;
  const files = entries.filter(({key, via}) => via === 'llms-txt' && isMarkdownFile(key) && isOurs(key));
  const chosen = files.slice(0, samples);
  if (start?.reading.kind !== 'page' || chosen.length === 0) return nothing;
  const linked = start.reading.read.links.flatMap(({href}) => urlKey(href) ?? []);
  const known = new Set([...linked, ...entries.map(({key}) => key)]);

  const read = async (key: string) => {
    if (!isOurs(key)) return null;
    const outcome = await site.fetch(key, 'page', (_from, to) => isOurs(to));
    if (outcome.kind !== 'answer' || notADocument(outcome.response) !== null) return null;
    const {url, finalUrl, status, headers, body} = outcome.response;
    const contentType = headers['content-type'] ?? null;
    const fetched = {url, finalUrl, status, contentType, body};
    const found = await tryRead(fetched, deps);
    if (found instanceof RulesMakerError) return null;
    const {signature} = found;
    const sample = (await deps.sample?.(fetched)) ?? null;
    return signature.length > 0 ? {signature, sample, isFile: isMarkdownFile(finalUrl)} : null;
  };

  let form: ((path: string) => string) | null = null;
  const pairs: Pair[] = [];
  for (const {key} of chosen) {
    const file = await read(key);
    if (file === null) return nothing;
    const tried: readonly ((path: string) => string)[] = form ? [form] : inOrder(key, known);
    form = null;
    for (const one of tried) {
      const page = await read(pageOf(key, one));
      if (page === null || page.isFile || similarity(file.signature, page.signature) < leastSimilarity)
        continue;
      form = one;
      pairs.push({file: file.sample, page: page.sample});
      break;
    }
    if (form === null) return nothing;
  }
  const adopted = form;
  if (adopted === null) return nothing;
  const {origin} = new URL(chosen[0]?.key ?? '');
  const twinOf: TwinOf = (key) =>
    isMarkdownFile(key) && key.startsWith(`${origin}/`) ? pageOf(key, adopted) : key;
  const anchors = anchorsOf(pairs);
  if (anchors === null) return {twinOf, markdown: null};
  const addresses = new Map(files.map(({key}) => [twinOf(key), key]));
  const markdown: MarkdownSource<T> = {
    async read(key, from) {
      const address = addresses.get(key);
      return address === undefined
        ? null
        : await readMarkdown({key, address, anchors}, from, judge.robots, deps);
    },
    start: null,
    entries: [],
    twinOf,
  };
  return {twinOf, markdown};
}

type Pair = {readonly file: Sample | null; readonly page: Sample | null};

const leastHeld = 0.8;
const leastAnchors = 0.9;

/** The rule that tells the anchors of the pages from their Markdown; `null` if there is none, or a text falls short. */
function anchorsOf(pairs: readonly Pair[]): string | null {
  const known = pairs.flatMap(({file, page}) => (file && page ? [{file, page}] : []));
  if (known.length < pairs.length) return null;
  if (known.some(({file, page}) => shareHeld(page.text, file.text) < leastHeld)) return null;
  const holds = (rule: string) => {
    let all = 0;
    let found = 0;
    for (const {file, page} of known) {
      const ids = new Set(page.anchors);
      const predicted = file.predicted[rule] ?? [];
      all += predicted.length;
      found += predicted.filter((anchor) => ids.has(anchor)).length;
    }
    return all > 0 && found >= all * leastAnchors;
  };
  return Object.keys(known[0]?.file.predicted ?? {}).find(holds) ?? null;
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
