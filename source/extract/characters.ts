import type {Removed} from './removed.ts';

// Anything that the patterns below could match; two cheap passes over a page that has none of it (as one class of
// characters they are several times slower).
const suspect =
  /[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff9-\ufffb\udb40\udb41]/;
const fillers = /[\u115f\u1160\u3164\uffa0]/;

/** Reason and pattern. Order counts: the tags block overlaps nothing, variation selectors look at what stands before. */
const patterns: readonly (readonly [string, RegExp])[] = [
  ['tags', /[\u{e0000}-\u{e007f}]/gu],
  ['control', /[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufff9-\ufffb]/g],
  ['bidi', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/g],
  ['soft-hyphen', /\u00ad/g],
  // Joiners do their work between letters of scripts that need them and inside emoji; next to ASCII they only hide.
  [
    'zero-width',
    /[\u180e\u200b\u2060-\u2065\u3164\ufeff\uffa0]|[\u200c\u200d]{2,}|[\u115f\u1160\u200c\u200d](?:(?=$|[\0-\x7f])|(?<=(?:^|[\0-\x7f]).))/g,
  ],
  // One selector after a symbol picks its look; more of them, or one after a letter, carry data.
  ['variation-selector', /[\u{e0100}-\u{e01ef}]|[\ufe00-\ufe0f]{2,}|[\ufe00-\ufe0f](?<=[A-Za-z\s].)/gu],
  ['noncharacter', /[\ufdd0-\ufdef]/g],
];

/** The text without characters that no reader sees; counted by reason. */
export function visibleCharacters(text: string, removed: Removed): string {
  if (!suspect.test(text) && !fillers.test(text)) return text;
  let visible = text;
  for (const [reason, pattern] of patterns) {
    let count = 0;
    visible = visible.replace(pattern, (run) => {
      count += run.length;
      return '';
    });
    if (count > 0) removed.add(reason, count);
  }
  return visible;
}
