import type {Assembly} from '../assemble/assembly.ts';

/** The hosts (with port) that were crawled; links lead nowhere else. */
export type Hosts = ReadonlySet<string>;

/** The hosts of the library and of every page that the assembly lists. */
export function crawledHosts(assembly: Assembly): Hosts {
  const urls = [assembly.library.url, ...assembly.pages.map((page) => page.url)];
  return new Set(urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).host] : [])));
}

/**
 * An address that can stand in a Markdown link, or `null` if it is not http(s), leads to a host that was not
 * crawled or cannot be parsed. User and password are dropped; what could end the link or wake a reader is
 * percent-encoded.
 */
export function safeUrl(url: string, hosts: Hosts): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (!['http:', 'https:'].includes(parsed.protocol) || !hosts.has(parsed.host)) return null;
  parsed.username = '';
  parsed.password = '';
  const rest = parsed.href.slice(parsed.origin.length).replace(/[()[\]<>`@$!\\|]/g, encode);
  return parsed.origin + rest;
}

function encode(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
}
