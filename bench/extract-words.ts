const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+/gu;
const shingleWords = 4;

/**
 * The words of a text, lower case. Marks that Markdown gives a meaning to (`*_~^[]\` and backticks) are taken out
 * first, on both sides of a comparison: `snake\_case`, `snake_case` and `` `snake_case` `` are the same word.
 */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .replace(/[*_~^[\]\\`\u00ad\u200b-\u200f\ufeff]/g, '')
      .toLowerCase()
      .match(word) ?? []
  );
}

/** Every run of four words, as a set: a text that is there twice counts once. A text of fewer words is one run. */
export function addShingles(words: readonly string[], shingles: Set<string>): void {
  for (let start = 0; start + shingleWords <= words.length; start += 1) {
    shingles.add(words.slice(start, start + shingleWords).join(' '));
  }
}

/** Those of `all` that are not in `others`. */
export function without(all: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...all].filter((shingle) => !others.has(shingle));
}
