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
  const smallest = new Smallest(signatureSize);
  const last = Math.max(words.length > 0 ? 0 : -1, words.length - shingleWords);
  for (let start = 0; start <= last; start += 1) {
    let mixed = 0x811c9dc5;
    const end = Math.min(start + shingleWords, words.length);
    for (let at = start; at < end; at += 1) mixed = scramble(mixed ^ (words[at] ?? 0));
    smallest.add(mixed >>> 1);
  }
  return smallest.values;
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

/** The smallest numbers that were added, each once, ascending. */
class Smallest {
  readonly values: number[] = [];
  private readonly size: number;
  private limit = Number.POSITIVE_INFINITY;

  constructor(size: number) {
    this.size = size;
  }

  add(value: number): void {
    if (value >= this.limit) return;
    const {values} = this;
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    if (values[low] === value) return;
    values.splice(low, 0, value);
    if (values.length > this.size) values.pop();
    if (values.length === this.size) this.limit = values[this.size - 1] ?? this.limit;
  }
}

/** What FNV-1a starts from and multiplies by, for 32 bits. */
const fnvStart = 0x811c9dc5;
const fnvPrime = 0x01000193;

/**
 * The hash of each word, in order: FNV-1a over its UTF-16 units. A word is a run of letters, numbers and `_.:/-`. What
 * `2026-03`, `12:30` and `8f3ab3c29d01` say is nothing, so they all count as `0`; `timeout30` is a name.
 */
function hashesOf(text: string): number[] {
  const lower = text.slice(0, maxCharacters).toLowerCase();
  const hashes: number[] = [];
  let value = fnvStart;
  let length = 0;
  /** What all characters of the word so far have in common, and what any of them is. */
  let common = kinds.number | kinds.hex;
  let any = 0;
  for (let at = 0; at <= lower.length; at += 1) {
    const unit = at < lower.length ? lower.charCodeAt(at) : 0;
    const kind = unit < 128 ? (ascii[unit] ?? 0) : isWordAt(lower, at) ? kinds.word : 0;
    if (kind !== 0) {
      value = Math.imul(value ^ unit, fnvPrime);
      length += 1;
      common &= kind;
      any |= kind;
      continue;
    }
    if (length === 0) continue;
    const isNumber = (common & kinds.number) !== 0;
    const isId = length >= 8 && (common & kinds.hex) !== 0 && (any & kinds.digit) !== 0;
    hashes.push(isNumber || isId ? zero : value);
    value = fnvStart;
    length = 0;
    common = kinds.number | kinds.hex;
    any = 0;
  }
  return hashes;
}

/** The hash of `0`. */
const zero = Math.imul(fnvStart ^ 0x30, fnvPrime);

/** `number`: of numbers, dates and times; `hex`: of random ids; `word`: of any word. */
const kinds = {word: 1, number: 2, hex: 4, digit: 8} as const;

/** The kinds of the characters of ASCII, in lower case; 0 stands between words. */
const ascii = Uint8Array.from({length: 128}, (_, unit) => {
  const character = String.fromCharCode(unit);
  return (
    (/[a-z0-9_.:/-]/.test(character) ? kinds.word : 0) |
    (/[\d.:/-]/.test(character) ? kinds.number : 0) |
    (/[0-9a-f-]/.test(character) ? kinds.hex : 0) |
    (/\d/.test(character) ? kinds.digit : 0)
  );
});

const known = new Map<number, boolean>();

/** Whether the unit at this place belongs to a letter or a number that is not of ASCII. */
function isWordAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const isSecond = unit >= 0xdc00 && unit < 0xe000 && at > 0;
  const before = isSecond ? (text.codePointAt(at - 1) ?? 0) : 0;
  const point = before > 0xffff ? before : (text.codePointAt(at) ?? 0);
  let is = known.get(point);
  if (is === undefined) {
    is = /[\p{L}\p{N}]/u.test(String.fromCodePoint(point));
    known.set(point, is);
  }
  return is;
}

/** The finaliser of MurmurHash3: every bit of the input changes every bit of the output. */
function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
