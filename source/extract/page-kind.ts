import type {PageKind, Section} from './page.ts';

const releaseWords =
  /(?:^|[-_./])(?:release[-_]?notes?|releases?|releaselog|change[-_]?log|changes|what[-_']?s[-_]?new|whatsnew|news|upgrad(?:e|es|ing)\b|upgrade[-_]guide|migrat(?:e|ing)[-_](?:from|to)|migrating|migration[-_]guide|deprecat(?:ed|ions?)|porting|breaking[-_]changes?)(?:$|[-_./\d])/i;
const releaseTitle =
  /\b(?:release notes|changelog|change log|what['’]s new|upgrad(?:e guide|ing (?:to|from)|ing$)|migrating (?:to|from)|migration guide|deprecations?$|deprecated (?:api|list|features)|deprecation timeline|breaking changes|version history|release history)\b/i;
const indexWords =
  /(?:^|\/)(?:genindex(?:-\w{1,10})?|py-modindex|modindex|search|sitemap|all-?index|index-all|allclasses(?:-index)?|globals\w{0,6}|functions\w{0,6}|annotated|hierarchy|keyword_index|doclist|contents)(?:\.x?html?|\/)?$/i;
const referenceWords =
  /(?:^|[-_/])(?:api|apis|reference|ref|apidocs?|javadocs?|c3ref|capi3ref|library|stdlib|cli-reference|lang|pragma)(?:$|[-_/.])/i;
const referenceGenerators = new Set([
  'javadoc',
  'rustdoc',
  'doxygen',
  'typedoc',
  'haddock',
  'jsdoc',
  'gtk-doc',
  'gi-docgen',
  'rdoc',
  'yard',
  'exdoc',
]);

/** What a page is good for, by its address, title, signatures and the share of its text that stands in links. */
export function pageKindOf(
  page: {
    readonly url: string;
    readonly title: string;
    readonly generator: string | null;
    readonly sections: readonly Section[];
  },
  linkShare: number,
): PageKind {
  const path = lastSegments(page.url);
  if (indexWords.test(path)) return 'index';
  if (releaseWords.test(path.replace(/\.x?html?$/i, '')) || releaseTitle.test(page.title))
    return 'release-notes';
  const {sections} = page;
  const signatures = sections.filter(({signature, heading}) => signature || looksLikeCode(heading)).length;
  if (linkShare > 0.7 && signatures < 3) return 'index';
  if (signatures >= 3 && signatures >= 0.3 * sections.length) return 'reference';
  if (referenceWords.test(path) || referenceGenerators.has(page.generator ?? '')) return 'reference';
  return 'guide';
}

function lastSegments(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path.split('/').slice(-3).join('/').slice(-200);
}

/** `fs.readFile(path)`, `Class: Foo`, `--flag`. */
function looksLikeCode(heading: string): boolean {
  if (heading.startsWith('`')) return /^`[^`]{2,200}`$/.test(heading);
  if (heading.includes('(') && /^[\w.$:]{2,80}\([^)]{0,200}\)/.test(heading)) return true;
  return heading.includes(': ') && /^(?:class|event|interface|function|method): /i.test(heading);
}
