/** What many addresses of one kind have in common. */
export type Shape = {
  /** The path with `*` for numbers and random ids, then the names of the parameters: `/cal/*?m=*`. */
  readonly text: string;
  /** True if the path holds a number. */
  readonly numbered: boolean;
  /** True if a random id stands in the path: that of a visit, perhaps. */
  readonly hasId: boolean;
};

export function shapeOf(url: URL): Shape {
  let numbered = false;
  let hasId = false;
  const path = url.pathname.replace(/[^/]{1,200}/g, (segment) => {
    const masked = segment.replace(/[^-_.~=();,]{8,}/g, (piece) => (isId(piece) ? '*' : piece));
    if (masked !== segment) hasId = true;
    const bare = masked.replace(/\d+/g, '*');
    if (bare !== masked) numbered = true;
    return bare;
  });
  return {text: `${path}${queryShape(url)}`, numbered, hasId};
}

/** `?m=*&view=*`, in the order of the names. */
function queryShape(url: URL): string {
  const names = [...new Set(url.searchParams.keys())].sort();
  return names.length === 0 ? '' : `?${names.map((name) => `${name.slice(0, 40)}=*`).join('&')}`;
}

/** Hexadecimal with letters and digits, or a long jumble of cases and digits. */
function isId(piece: string): boolean {
  const digits = piece.match(/\d/g)?.length ?? 0;
  if (digits < 2 || !/[a-z]/i.test(piece)) return false;
  if (/^[0-9a-f]+$/i.test(piece)) return true;
  const changes = piece.match(/\d(?=[a-z])|[a-z](?=\d)/gi)?.length ?? 0;
  return piece.length >= 16 && /^[0-9a-z]+$/i.test(piece) && changes >= 4;
}

/**
 * The part of a path that comes again and again, as in `/a/b/a/b/`: a segment that stands there three times, or a
 * pair twice in a row. Servers that answer under any path make such addresses out of relative links. `null` if there
 * is none.
 */
export function repeatedPart(path: string): string | null {
  const segments = path.split('/').filter((segment) => segment !== '');
  const counts = new Map<string, number>();
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    const pairAgain =
      next !== undefined &&
      next !== segment &&
      segments[index + 2] === segment &&
      segments[index + 3] === next;
    if (pairAgain) return `${segment}/${next}`;
    // A date may well be /11/11/11/.
    if (/^\d{1,2}$/.test(segment)) continue;
    const count = (counts.get(segment) ?? 0) + 1;
    if (count >= 3) return segment;
    counts.set(segment, count);
  }
  return null;
}

/** One spelling for a query whose parameters come in another order; `null` if there is nothing to sort. */
export function sortedQuery(url: URL): string | null {
  const pairs = url.search.slice(1).split('&');
  return pairs.length < 2 ? null : `${url.origin}${url.pathname}?${pairs.sort().join('&')}`;
}
