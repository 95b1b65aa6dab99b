import {asciiSlug} from '../format/slug.ts';

/** File names of all targets are made from slugs; this leaves room for a prefix and an ending. */
const maxSlug = 60;

/** Gives ASCII slugs of at most 60 bytes, each only once. */
export function createSlugs(): (text: string) => string {
  const given = new Set<string>();
  return (text) => {
    const base = asciiSlug(text, maxSlug);
    for (let turn = 1; ; turn++) {
      const tail = turn === 1 ? '' : `-${turn}`;
      const slug = `${asciiSlug(base, maxSlug - tail.length)}${tail}`;
      if (!given.has(slug)) {
        given.add(slug);
        return slug;
      }
    }
  };
}
