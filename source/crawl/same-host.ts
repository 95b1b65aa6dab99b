/** True for one and the same host, also across http and https on their default ports. */
export function isSameHost(a: URL, b: URL): boolean {
  return a.hostname === b.hostname && portsAgree(a, b);
}

/** Like {@link isSameHost}, and `www.` makes no difference: what sites do to bring a reader to their one address. */
export function isSameSite(a: URL, b: URL): boolean {
  return bare(a.hostname) === bare(b.hostname) && portsAgree(a, b);
}

/** An empty port is the default one of the scheme. */
function portsAgree(a: URL, b: URL): boolean {
  return a.port === b.port && (a.protocol === b.protocol || a.port === '');
}

function bare(hostname: string): string {
  return hostname.replace(/^www\./, '');
}
