import type {CrawlDeps} from './contract.ts';
import {type AddressForm, forms, negotiated, type Shape, shapeOf} from './markdown-address.ts';
import {finalKey, holdsText, isMarkdownFile, type MarkdownSource, readMarkdown} from './markdown-form.ts';
import {urlKey} from './normalise-url.ts';
import type {Reading} from './read-page.ts';
import type {Site} from './site.ts';
import type {Survey} from './survey.ts';

/** Pages whose Markdown is tried before that of all others is asked for. */
const samples = 3;

/**
 * Finds out whether a site without text in its HTML gives each page as Markdown: where `rel=alternate` points to, at
 * `<url>.md`, `index.html.md` or `index.md`, or for `Accept: text/markdown`. Adopted only if the start page and the
 * next two (lists first, then links) do, each with a text of its own; a start page without Markdown is taken for a
 * cover, and then three others must. There is no HTML to compare with and none to take anchors from: evidence cites the
 * page.
 *
 * Asks for up to 13 documents, most of which are not there.
 */
export async function findVariants<T>(
  {key, entries, judge, start, markdown}: Survey<T>,
  site: Site,
  deps: Pick<CrawlDeps<T>, 'read'>,
): Promise<MarkdownSource<T> | null> {
  if (!start) return null;
  const startKey = finalKey(key, start.reading);
  const adopted = new Map<Shape, AddressForm>();
  const readings = new Map<string, Reading<T>>();
  const hashes = new Set<string>();
  let alike = false;

  const get = (page: string, address: string, from = site) =>
    readMarkdown({key: page, address, anchors: null}, from, judge.robots, deps);

  const keep = (page: string, reading: Reading<T> | null): boolean => {
    if (!holdsText(reading)) return false;
    alike ||= hashes.has(reading.read.hash);
    hashes.add(reading.read.hash);
    readings.set(page, reading);
    return true;
  };

  const sample = async (page: string, first: string | null = null): Promise<boolean> => {
    const url = new URL(page);
    const shape = shapeOf(url);
    const known = adopted.get(shape);
    const tried = known ? [known] : inOrder(forms[shape], url, first, [...adopted.values()]);
    if (first !== null && !tried.some((form) => form(url) === first) && keep(page, await get(page, first)))
      return true;
    for (const form of tried) {
      if (!keep(page, await get(page, form(url)))) continue;
      adopted.set(shape, form);
      return true;
    }
    return false;
  };

  await sample(startKey, markdown);
  const links = linksOf(readings.get(startKey) ?? start.reading);
  const others = new Set([...entries.map((entry) => entry.key), ...links]);
  for (const other of others) {
    if (readings.size >= samples || alike) break;
    if (other === key || other === startKey || isMarkdownFile(other)) continue;
    if (judge.link(new URL(other)) !== null) continue;
    if (!(await sample(other))) return null;
  }
  if (readings.size === 0 || alike) return null;

  const addressOf = (page: string): string => {
    const url = new URL(page);
    const shape = shapeOf(url);
    const everywhere = [...adopted.values()].includes(negotiated) ? negotiated : forms[shape][0];
    return (adopted.get(shape) ?? everywhere ?? negotiated)(url);
  };
  const pages = entries.flatMap((entry) => (isMarkdownFile(entry.key) ? [] : [entry.key]));
  const twins = new Map([startKey, ...pages].map((page) => [urlKey(addressOf(page)), page]));
  return {
    read: async (page, from) =>
      readings.get(page) ?? (isMarkdownFile(page) ? null : await get(page, addressOf(page), from)),
    start: readings.get(startKey) ?? null,
    entries: [],
    twinOf: (page) => twins.get(page) ?? page,
  };
}

/** What the page itself names comes first, then what pages of another shape are read by. */
function inOrder(
  all: readonly AddressForm[],
  url: URL,
  first: string | null,
  known: readonly AddressForm[],
): AddressForm[] {
  const rank = (form: AddressForm) => (form(url) === first ? 0 : known.includes(form) ? 1 : 2);
  return all.toSorted((a, b) => rank(a) - rank(b));
}

function linksOf(reading: Reading<unknown>): string[] {
  return reading.kind === 'page' && !reading.read.nofollow
    ? reading.read.links.flatMap(({href}) => urlKey(href) ?? [])
    : [];
}
