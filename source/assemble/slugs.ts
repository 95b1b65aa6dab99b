/** File names of all targets are made from slugs; this leaves room for a prefix and an ending. */
const MAX_SLUG = 60;

/** Gives ASCII slugs of at most 60 bytes, each only once. */
export function createSlugs(): (text: string) => string {
  const given = new Set<string>();
  return (text) => {
    const base = slugOf(text, MAX_SLUG);
    for (let turn = 1; ; turn++) {
      const tail = turn === 1 ? '' : `-${turn}`;
      const slug = `${slugOf(base, MAX_SLUG - tail.length)}${tail}`;
      if (!given.has(slug)) {
        given.add(slug);
        return slug;
      }
    }
  };
}

function slugOf(text: string, length: number): string {
  const slug = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, length)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'general' : slug;
}
