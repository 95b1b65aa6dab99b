import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join, sep} from 'node:path';
import type {Dom} from './extract-dom.ts';
import {references, type SiteReference} from './extract-references.ts';
import {type PageTruth, readTruth} from './extract-truth.ts';
import {BenchUsageError} from './options.ts';

export type BenchPage = {
  readonly site: string;
  readonly path: string;
  readonly file: string;
  readonly url: string;
  readonly bytes: number;
};

const pagesPerSite = 16;
/** Fewer runs of four words than this are no page of documentation. */
const fewestShingles = 20;

/**
 * About 16 pages a site, evenly spaced over its sorted content pages. `folders` hold one folder a site.
 *
 * @throws BenchUsageError if a site of the table of references is in none of them.
 */
export function pickPages(
  folders: readonly string[],
  parse: (html: string) => Dom,
): {readonly page: BenchPage; readonly truth: PageTruth}[] {
  const held = folders.flatMap((folder) =>
    readdirSync(folder).map((site) => [site, join(folder, site)] as const),
  );
  const places = new Map(held);
  const missing = references.filter(({site}) => !places.has(site)).map(({site}) => site);
  if (missing.length > 0)
    throw new BenchUsageError(`no folder for ${missing.join(', ')} in ${folders.join(', ')}`);
  return references.flatMap((reference) => pickSite(reference, places.get(reference.site) ?? '', parse));
}

function pickSite(reference: SiteReference, root: string, parse: (html: string) => Dom) {
  const paths = readdirSync(root, {recursive: true, encoding: 'utf8'})
    .map((path) => path.split(sep).join('/'))
    .filter(
      (path) => path.endsWith('.html') && !reference.skip.test(path) && statSync(join(root, path)).isFile(),
    )
    .sort();
  const picked: {page: BenchPage; truth: PageTruth}[] = [];
  const taken = new Set<number>();
  for (let slot = 0; slot < pagesPerSite; slot += 1) {
    const from = Math.floor((slot * paths.length) / pagesPerSite);
    const to = Math.floor(((slot + 1) * paths.length) / pagesPerSite);
    // A page without content (a redirect, a stub) leaves its place to the next.
    for (let at = from; at < Math.min(to, from + 12); at += 1) {
      const path = paths[at];
      const found = path === undefined || taken.has(at) ? null : readPage(reference, root, path, parse);
      taken.add(at);
      if (found) {
        picked.push(found);
        break;
      }
    }
  }
  return picked;
}

function readPage(reference: SiteReference, root: string, path: string, parse: (html: string) => Dom) {
  const file = join(root, path);
  const url = `https://docs.example/${reference.site}/${path}`;
  const html = readHtml(file);
  if (/http-equiv=["']?refresh/i.test(html.slice(0, 3000))) return null;
  const truth = readTruth(parse(html), url, reference);
  if (!truth || truth.shingles.size < fewestShingles) return null;
  return {page: {site: reference.site, path, file, url, bytes: statSync(file).size}, truth};
}

/** Decoded by what the page says of itself, so that no converter is measured by the encoding of its input. */
export function readHtml(file: string): string {
  const bytes = readFileSync(file);
  const label =
    /charset=["']?([\w-]{1,30})/i.exec(bytes.subarray(0, 2000).toString('latin1'))?.[1] ?? 'utf-8';
  return new TextDecoder(label).decode(bytes).replaceAll('\r\n', '\n');
}
