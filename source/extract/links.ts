import type {Head} from './generator.ts';
import type {Link} from './page.ts';
import type {Tree} from './parse.ts';
import {attribute, collapse, detach, type ElementNode, rawText} from './tree.ts';

/** Turns an address as written into an absolute http(s) one, or `null`. */
export type Resolve = (address: string) => string | null;

/** Relative to `<base href>` if there is one, else to the page. */
export function createResolver(url: string, {noted}: Tree): Resolve {
  const base = noted.find((element) => element.name === 'base' && attribute(element, 'href') !== null);
  const start = absoluteAddress(base ? (attribute(base, 'href') ?? '') : '', url) ?? url;
  const folder = folderOf(start);
  const memory = new Map<string, string | null>();
  return (address) => {
    let resolved = memory.get(address);
    if (resolved === undefined) {
      resolved = plainAddress(address, folder) ?? absoluteAddress(address, start);
      memory.set(address, resolved);
    }
    return resolved;
  };
}

/** The folder of a page without a query, from which plain relative addresses start; or `null`. */
function folderOf(start: string): string | null {
  if (!/^https?:\/\/[^?#]{1,2000}$/.test(start) || !URL.canParse(start)) return null;
  return new URL('.', start).href;
}

/** Most addresses are a file beside the page, or a place in it: they need no parser. `null` for every other. */
function plainAddress(address: string, folder: string | null): string | null {
  return folder !== null && /^\w[\w-]{0,99}\.html?(?:#[\w.-]{0,300})?$/.test(address)
    ? folder + address
    : null;
}

const maxAddress = 4000;

/** An address as an absolute http(s) one, or `null`. */
export function absoluteAddress(address: string, base: string): string | null {
  const trimmed = address.trim();
  const resolved = trimmed.length > maxAddress ? null : URL.parse(trimmed, base);
  if (!resolved) return null;
  return resolved.protocol === 'http:' || resolved.protocol === 'https:' ? resolved.href : null;
}

/** Where the whole document leads (menus, too), each address once, in page order. */
export function linksOf({noted}: Tree, resolve: Resolve): Link[] {
  const links = new Map<string, string>();
  for (const element of noted) {
    const address = addressOf(element);
    const href = address === null ? null : resolve(address);
    if (href === null || links.get(href)) continue;
    links.set(href, element.name === 'a' ? collapse(rawText(element, 300)).slice(0, 200) : '');
  }
  return Array.from(links, ([href, text]) => ({href, text: detach(text)}));
}

/** `rel=canonical`, absolute, or `null`. */
export function canonicalOf({noted}: Tree, resolve: Resolve): string | null {
  const link = noted.find((element) => element.name === 'link' && relations(element).includes('canonical'));
  const address = link ? attribute(link, 'href') : null;
  return address ? resolve(address) : null;
}

/** Where the page says that its licence is, absolute, or what it calls it in a meta element; else `null`. */
export function licenceOf({noted}: Tree, {metas}: Head, resolve: Resolve): string | null {
  const link = noted.find((element) =>
    relations(element).some((one) => one === 'license' || one === 'licence'),
  );
  const address = link ? attribute(link, 'href') : null;
  const named = metas.get('dcterms.license') ?? metas.get('dc.rights') ?? metas.get('license');
  return (address ? resolve(address) : null) ?? (named ? collapse(named).slice(0, 200) : null);
}

function addressOf(element: ElementNode): string | null {
  switch (element.name) {
    case 'a':
    case 'area': {
      if (attribute(element, 'download') !== null) return null;
      const address = attribute(element, 'href');
      return address === null || isSamePage(address) ? null : address;
    }
    case 'link':
      return relations(element).some((relation) => followed.has(relation))
        ? attribute(element, 'href')
        : null;
    case 'frame':
      return attribute(element, 'src');
    case 'meta':
      return refreshTarget(element);
    default:
      return null;
  }
}

const followed = new Set(['next', 'prev', 'previous']);

/** Fragments of this page lead nowhere new, unless a program in the page treats them as addresses (`#/guide`). */
function isSamePage(address: string): boolean {
  return /^\s*(?:#(?![/!])|$)/.test(address);
}

function relations(element: ElementNode): readonly string[] {
  return (attribute(element, 'rel') ?? '').toLowerCase().split(/\s+/);
}

/** `<meta http-equiv=refresh content="0; url=next.html">`: how moved pages of static sites point on. */
function refreshTarget(element: ElementNode): string | null {
  if (attribute(element, 'http-equiv')?.toLowerCase() !== 'refresh') return null;
  return (
    /^\s{0,9}[\d.]{1,9}\s{0,9}[;,]\s{0,9}url\s{0,9}=\s{0,9}["']?([^"']{1,2000})/i.exec(
      attribute(element, 'content') ?? '',
    )?.[1] ?? null
  );
}
