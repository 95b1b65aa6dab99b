const shingleWords = 4;

/** How much of a text another one holds, from 0 to 1: the share of its runs of four words. 1 for a text without words. */
export function shareHeld(text: string, by: string): number {
  const wanted = shingles(text);
  if (wanted.size === 0) return 1;
  const held = shingles(by);
  let found = 0;
  for (const shingle of wanted) if (held.has(shingle)) found += 1;
  return found / wanted.size;
}

function shingles(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  const found = new Set<string>();
  const last = Math.max(words.length > 0 ? 0 : -1, words.length - shingleWords);
  for (let at = 0; at <= last; at += 1) found.add(words.slice(at, at + shingleWords).join(' '));
  return found;
}
