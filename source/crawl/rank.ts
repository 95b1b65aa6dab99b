/**
 * What is read first when not everything can be: 0 pages on change and good practice, 1 guides, 2 reference, 3 the rest.
 */
export type Rank = 0 | 1 | 2 | 3;

/** Words as they stand in paths and menus once everything but letters and digits is a space. */
const words: readonly (readonly [Rank, RegExp])[] = [
  [
    0,
    / (?:migrat\w{0,8}|upgrad\w{0,4}|breaking|deprecat\w{0,6}|release ?notes?|releases|changelog|changes|change log|what ?s ?new|history|news|security|best practices?|pitfalls?|gotchas?|common mistakes) /,
  ],
  [
    1,
    / (?:guides?|tutorials?|how ?tos?|how to|quick ?start|getting started|get started|introduction|intro|overview|learn|concepts?|topics?|basics|essentials|fundamentals|usage|user ?guide|manual|handbook|cookbook|recipes?|patterns?|faq|troubleshooting|performance|testing|deploy\w{0,6}|advanced|configuration|config) /,
  ],
  [
    2,
    / (?:api|reference|ref|references|modules?|classes|class|interfaces?|functions?|methods?|commands?|cli|options|syntax) /,
  ],
];

/** The reading order of a page by its path and by the text of the link that leads to it. */
export function rankOf(path: string, text: string): Rank {
  const pathWords = asWords(path, 300);
  const textWords = asWords(text, 100);
  for (const [rank, pattern] of words) {
    if (pattern.test(pathWords) || pattern.test(textWords)) return rank;
  }
  return 3;
}

/**
 * True for one of many release pages (`/releases/4.2.1/`, `/releaselog/3_50_0.html`): they belong to the first rank,
 * but a site that keeps every one of them must not spend the whole page limit on them.
 */
export function isOneRelease(path: string): boolean {
  return /(?:release|changelog|whatsnew|whats-new|changes|news|migrat|upgrad)[^?]{0,60}\/[^/?]{0,30}\d[._-]\d/i.test(
    path.slice(-300),
  );
}

function asWords(text: string, maxLength: number): string {
  return ` ${text
    .slice(-maxLength)
    .toLowerCase()
    .replace(/\.html?$/, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()} `;
}
