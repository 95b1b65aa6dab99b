import {NearAnchors} from './anchors.ts';
import {isChrome} from './chrome.ts';
import type {PageContext} from './context.ts';
import type {Head} from './generator.ts';
import {hiddenReason} from './hidden.ts';
import {Inline} from './inline.ts';
import {beginsTitle, isPageTitle, titleWithoutSite} from './metadata.ts';
import {Removed} from './removed.ts';
import {type ElementNode, eachElement, findElement} from './tree.ts';
import {headingElements} from './tree-rules.ts';

/** The h1 of the text, else one outside that is the page's and not the site's, else the title element; `null` without. */
export function pageTitle(
  root: ElementNode,
  main: ElementNode,
  head: Head,
  context: PageContext,
): string | null {
  // The heading is read once more on the walk: nothing counts twice.
  const page = {...context, removed: new Removed(), anchors: new NearAnchors(new Map())};
  const first = firstHeading(main, page);
  const inside = headingText(first, page);
  if (inside && (isOnlyHeading(main) || isPageTitle(inside, head.title))) return inside;
  const printed = headingText(generatorTitle(root, page), page);
  if (printed) return printed;
  const other = firstHeading(root, page);
  const outside = other === first ? null : headingText(other, page);
  if (outside && isPageTitle(outside, head.title) !== false) return outside;
  if (!first) {
    const any = headingText(findElement(main, isShownHeading(page)), page);
    if (any && beginsTitle(any, head.title)) return any;
  }
  return titleWithoutSite(head.title) ?? inside ?? outside;
}

function isShownHeading({classes}: PageContext): (element: ElementNode) => boolean {
  return (element) => headingElements.has(element.name) && !isChrome(element, classes(element));
}

/** Some sites begin each chapter of a page with an h1: then none of them is the page's. */
function isOnlyHeading(main: ElementNode): boolean {
  let count = 0;
  eachElement(main, ({name, holdsHeading}) => {
    if (name === 'h1') count++;
    return holdsHeading;
  });
  return count === 1;
}

function firstHeading(root: ElementNode, page: PageContext): ElementNode | null {
  const {classes, styleHides} = page;
  for (const child of root.children) {
    if (typeof child === 'string' || !(child.holdsHeading || child.name === 'h1')) continue;
    const facts = classes(child);
    if (isChrome(child, facts) || hiddenReason(child, facts, styleHides, false)) continue;
    if (child.name === 'h1') return child;
    const found = firstHeading(child, page);
    if (found) return found;
  }
  return null;
}

/** Doxygen and old javadoc print the title of the page without a heading. */
function generatorTitle(root: ElementNode, {classes}: PageContext): ElementNode | null {
  return findElement(
    root,
    (one) =>
      one.name === 'div' &&
      classes(one).names.includes('title') &&
      classes(one.parent ?? one).names.includes('headertitle'),
  );
}

function headingText(heading: ElementNode | null, page: PageContext): string | null {
  if (!heading) return null;
  const inline = new Inline(page);
  inline.addChildren(heading);
  return inline.plainText() || null;
}
