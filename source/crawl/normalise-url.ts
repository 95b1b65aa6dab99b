/** Parameters that tell where a reader came from, and ids of a visit; `utm_*` comes on top. `ref` and `source` route on some sites. */
const droppedParameters: ReadonlySet<string> = new Set([
  ...['gclid', 'fbclid', 'msclkid', 'mc_cid', 'mc_eid', '_ga', '_gl'],
  ...['sid', 'jsessionid', 'phpsessid'],
]);

/**
 * The one spelling of a page's URL, which is also what is asked for: WHATWG form without fragment, credentials, empty
 * query and tracking parameters; escapes of unreserved characters undone (RFC 3986, 6.2.2). Other parameters keep
 * their order. `null` if it is no http or https URL.
 */
export function urlKey(url: URL | string, base?: string): string | null {
  const parsed = URL.parse(String(url), base);
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) return null;
  const {origin, pathname, search} = parsed;
  const path = normaliseEscapes(
    pathname.includes(';') ? pathname.replace(/;jsessionid=[^/;]*/gi, '') : pathname,
  );
  if (search === '') return origin + path;
  const query = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isDropped(pair))
    .map(normaliseEscapes)
    .join('&');
  return `${origin}${path}${query === '' ? '' : `?${query}`}`;
}

function isDropped(pair: string): boolean {
  const name = (pair.split('=', 1)[0] ?? '').toLowerCase();
  return name.startsWith('utm_') || droppedParameters.has(name);
}

/** Undoes escapes of unreserved characters and gives the others capital digits (RFC 3986, 2.3 and 6.2.2). */
export function normaliseEscapes(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-9a-f]{2})/gi, (triplet, digits: string) => {
    const char = String.fromCharCode(Number.parseInt(digits, 16));
    return /[A-Za-z0-9\-._~]/.test(char) ? char : triplet.toUpperCase();
  });
}
