/** How many hashes stand for a text. The estimate is off by 0.04 (one sigma) at a similarity of 0.9. */
const signatureSize = 64;

/** Words in a row that count as one thing. */
const shingleWords = 4;

/** What is looked at of a long text: traps and walls are short. */
const maxCharacters = 20_000;

/**
 * A small fingerprint of a text: the 64 smallest hashes of its runs of four words, ascending, each below 2^31. Numbers
 * and random ids count as equal, so that a calendar says the same in every month; a number within a name does not.
 * Empty for a text without words. Texts of up to 64 such runs are held as a whole.
 *
 * @see Broder, "On the resemblance and containment of documents" (1997): bottom-k sketches
 */
export function signatureOf(text: string): readonly number[] {
  const words = hashesOf(text);
  const found = new Set<number>();
  const last = Math.max(words.length > 0 ? 0 : -1, words.length - shingleWords);
  for (let start = 0; start <= last; start += 1) {
    let mixed = 0x811c9dc5;
    for (let at = start; at < Math.min(start + shingleWords, words.length); at += 1) {
      mixed = scramble(mixed ^ (words[at] ?? 0));
    }
    found.add(mixed >>> 1);
  }
  return [...Uint32Array.from(found).sort().subarray(0, signatureSize)];
}

/** How much two texts share, from 0 to 1 (Jaccard index of their runs of words). Two empty ones are equal. */
export function similarity(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length === 0 && b.length === 0) return 1;
  let inA = 0;
  let inB = 0;
  let seen = 0;
  let shared = 0;
  // Only the smallest hashes of both together are known for certain.
  while (seen < signatureSize && (inA < a.length || inB < b.length)) {
    const left = a[inA] ?? Number.POSITIVE_INFINITY;
    const right = b[inB] ?? Number.POSITIVE_INFINITY;
    if (left === right) shared += 1;
    if (left <= right) inA += 1;
    if (right <= left) inB += 1;
    seen += 1;
  }
  return shared / seen;
}

/** The hash of each word, in order. */
function hashesOf(text: string): number[] {
  const known = new Map<string, number>();
  const hashes: number[] = [];
  for (const word of text
    .slice(0, maxCharacters)
    .toLowerCase()
    .split(/[^\p{L}\p{N}_.:/-]+/u)) {
    if (word === '') continue;
    const value = known.get(word) ?? hash(mask(word));
    known.set(word, value);
    hashes.push(value);
  }
  return hashes;
}

/** `2026-03`, `12:30` and `8f3ab3c29d01` say nothing; `timeout30` is a name. */
function mask(word: string): string {
  if (/^[\d.:/-]+$/.test(word)) return '0';
  return word.length >= 8 && /^[0-9a-f-]+$/.test(word) && /\d/.test(word) ? '0' : word;
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hash(word: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) {
    value = Math.imul(value ^ word.charCodeAt(index), 0x01000193);
  }
  return value;
}

/** The finaliser of MurmurHash3: every bit of the input changes every bit of the output. */
function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
