import {
  codeOf,
  codeWithSigns,
  type Dom,
  type DomNode,
  isInline,
  isInside,
  isSilent,
  outermost,
  textOf,
} from './extract-dom.ts';
import type {SiteReference} from './extract-references.ts';
import {addShingles, without, wordsOf} from './extract-words.ts';

/** What a perfect conversion of a page holds. */
export type PageTruth = {
  /** Each block in the forms that pass: as seen, with the lines that mdBook hides, with signs drawn by a style. */
  readonly code: readonly {readonly forms: readonly string[]; readonly language: string | null}[];
  /** Tables of data, as rows of cells, a cell as its words; empty cells left out. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly headings: readonly string[];
  /** Absolute targets of links with text, without those to the page itself. */
  readonly links: readonly string[];
  /** Targets that stand outside of the content only. */
  readonly menuLinks: readonly string[];
  /** The text itself speaks of permalinks, so that their sign proves nothing. */
  readonly mentionsSigns: boolean;
  readonly shingles: ReadonlySet<string>;
  /** Runs of words that are neither asked for nor counted as wrong. */
  readonly neutral: ReadonlySet<string>;
};

/** Reads a page by its reference, or gives `null` if the page has no content. */
export function readTruth(dom: Dom, url: string, reference: SiteReference): PageTruth | null {
  const roots = contentOf(dom, reference);
  if (roots.length === 0) return null;
  const content = new Set(roots);
  const all = (selector: string) => new Set(dom.select(selector));
  const dropped = all(reference.drop);
  const neutral = all(reference.neutral);
  const left = new Set([...dropped, ...neutral]);
  const within = (selector: string) =>
    dom
      .select(selector)
      .filter((node) => isInside(node, content) && !isInside(node, left) && !isUnseen(node));
  const code = outermost(within(reference.code)).filter((node) => textOf(node, left).trim() !== '');
  const codeNodes = new Set(code);
  const boring = all('.boring');
  const signatures = all(reference.signature);
  const boxTitles = all(reference.boxTitle);
  const headings = [
    ...within(`h1, h2, h3, h4, h5, h6`).filter((node) => !boxTitles.has(node)),
    ...within(reference.title),
  ].filter((node) => !isInside(node, codeNodes));
  const links = within('a[href]').filter(
    (node) => !isInside(node, codeNodes) && !isInside(node, signatures) && textOf(node, left).trim() !== '',
  );
  const [inner, outer] = halves(dom.select('a[href]'), (node) => isInside(node, content));
  const inContent = new Set(inner.map((node) => target(node, url)));
  return {
    code: code.map((node) => {
      const language = languageOf(dom, node, reference);
      const visible = codeOf(node, new Set([...left, ...boring]));
      const signed = language === 'diff' ? codeWithSigns(node, left) : null;
      return {forms: [...new Set([visible, codeOf(node, left), signed ?? visible])], language};
    }),
    tables: within('table').flatMap((table) => tableOf(dom, table, reference, codeNodes, left)),
    headings: headings.map((node) => wordsOf(textOf(node, left)).join(' ')).filter(Boolean),
    links: unique(links.map((node) => target(node, url))),
    menuLinks: unique(outer.map((node) => target(node, url)).filter((link) => !inContent.has(link))),
    mentionsSigns: roots.some((root) => /¶|permalink/i.test(textOf(root, left))),
    ...shinglesOf(roots, dropped, neutral),
  };
}

function halves<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

function contentOf(dom: Dom, {content}: SiteReference): DomNode[] {
  for (const selector of content) {
    const found = outermost(dom.select(selector));
    if (found.length > 0) return found;
  }
  return [];
}

function isUnseen(node: DomNode): boolean {
  for (let at: DomNode | null = node; at; at = at.parent) if (isSilent(at)) return true;
  return false;
}

/** The address without its page's own fragment links: an empty string for what leads nowhere else. */
function target(node: DomNode, url: string): string {
  const href = node.attribs?.['href']?.trim() ?? '';
  if (href === '' || !URL.canParse(href, url)) return '';
  const to = new URL(href, url);
  if (!/^https?:$/.test(to.protocol)) return '';
  return to.href.split('#', 1)[0] === url.split('#', 1)[0] ? '' : to.href;
}

function unique(links: readonly string[]): string[] {
  return [...new Set(links)].filter(Boolean);
}

/** Words that name no language. */
const noLanguage = new Set([
  'default',
  'none',
  'text',
  'txt',
  'plain',
  'plaintext',
  'notranslate',
  'nohighlight',
  'source',
  'output',
]);

/** The language that the page states on the block, on what it stands in, or on the `code` in it. */
function languageOf(dom: Dom, code: DomNode, {language}: SiteReference): string | null {
  if (!language) return null;
  const {closest, attribute, pattern} = language;
  const stating = new Set(dom.select(closest));
  const inner = dom.select('code', code)[0];
  let at: DomNode | null = inner && stating.has(inner) ? inner : code;
  while (at && !stating.has(at)) at = at.parent;
  const name = pattern.exec(at?.attribs?.[attribute] ?? '')?.[1]?.toLowerCase();
  return name === undefined || noLanguage.has(name) ? null : name;
}

/** Tables of at least two rows and two columns; none with a table or a block of code in it. */
function tableOf(
  dom: Dom,
  table: DomNode,
  reference: SiteReference,
  code: ReadonlySet<DomNode>,
  left: ReadonlySet<DomNode>,
): string[][][] {
  if (new Set(dom.select(reference.layout)).has(table)) return [];
  if (isInside(table, code) || dom.select(`table, ${reference.code}`, table).length > 0) return [];
  const rows = dom
    .select('tr', table)
    .map((row) => dom.select('td, th', row).map((cell) => wordsOf(textOf(cell, left)).join(' ')));
  if (rows.length < 2 || !rows.some((cells) => cells.length > 1)) return [];
  return [rows.map((cells) => cells.filter(Boolean)).filter((cells) => cells.length > 0)];
}

/** Content is cut where something neutral stands; with it and across it, runs are neutral. */
function shinglesOf(
  roots: readonly DomNode[],
  dropped: ReadonlySet<DomNode>,
  neutral: ReadonlySet<DomNode>,
): Pick<PageTruth, 'shingles' | 'neutral'> {
  const parts: string[] = [''];
  const walk = (node: DomNode) => {
    if (node.type === 'text') parts[parts.length - 1] += node.data ?? '';
    else if (neutral.has(node)) parts.push('');
    else if (!dropped.has(node) && !isSilent(node)) {
      const space = isInline(node) ? '' : ' ';
      parts[parts.length - 1] += space;
      for (const child of node.children ?? []) walk(child);
      parts[parts.length - 1] += space;
    }
  };
  for (const root of roots) walk(root);
  const shingles = new Set<string>();
  for (const part of parts) addShingles(wordsOf(part), shingles);
  const around = new Set<string>();
  if (neutral.size > 0) {
    addShingles(wordsOf(parts.join(' ')), around);
    addShingles(wordsOf(roots.map((root) => textOf(root, dropped)).join(' ')), around);
  }
  return {shingles, neutral: new Set(without(around, shingles))};
}
