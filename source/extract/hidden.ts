import type {ClassFacts} from './class-facts.ts';
import type {Removed} from './removed.ts';
import {hidesByStyle, type StyleHides} from './style-hides.ts';
import {attribute, type ElementNode, rawText} from './tree.ts';

/** Elements that show no text of their own, or another one than ours. */
const unseen = new Set(
  'script style template noscript textarea svg iframe object embed audio video canvas head title datalist noembed noframes applet map'.split(
    ' ',
  ),
);

/**
 * Why no reader sees this element, or `null` if one does. Tab panels and closed details count as seen.
 *
 * @param inCode - inside of `pre`, where `aria-hidden` only spares screen readers the decoration
 */
export function hiddenReason(
  element: ElementNode,
  facts: ClassFacts,
  hides: StyleHides,
  inCode: boolean,
): string | null {
  if (unseen.has(element.name)) return element.name;
  const {attributes} = element;
  const isTabPanel = facts.isTabPanel || attributes.role === 'tabpanel';
  if (attributes.hidden !== undefined && attribute(element, 'hidden') !== 'until-found' && !isTabPanel) {
    return 'hidden';
  }
  if (attributes['aria-hidden'] === 'true' && !inCode && !isTabPanel) return 'aria-hidden';
  if (facts.hidden && !(isTabPanel && facts.hidden === 'hidden-class')) return facts.hidden;
  const style = attributes.style;
  const byStyle = style ? hidesByStyle(style) : null;
  if (byStyle && !(isTabPanel && byStyle === 'display-none')) return byStyle;
  if (style && isWhiteOnPage(element, style)) return 'same-colour';
  const bySheet = hides.reasonFor(element, facts);
  return bySheet && !(isTabPanel && bySheet === 'display-none') ? bySheet : null;
}

/** White ink without a paper of its own or around it, on an element that no style sheet can mean. */
function isWhiteOnPage(element: ElementNode, style: string): boolean {
  if (
    element.attributes.class ||
    !/(?:^|[;\s])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|!|$)/i.test(
      style,
    )
  )
    return false;
  let around: ElementNode | null = element;
  for (let steps = 0; around && steps < 4; steps++) {
    if (/background/i.test(around.attributes.style ?? '') || around.attributes.bgcolor) return false;
    around = around.parent;
  }
  return true;
}

/** Counts a dropped element, unless there was no text in it. */
export function countHidden(element: ElementNode, reason: string, removed: Removed): void {
  if (rawText(element, 200).trim() !== '') removed.add(reason);
}
