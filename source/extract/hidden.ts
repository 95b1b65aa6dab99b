import type {ClassFacts} from './class-facts.ts';
import type {Removed} from './removed.ts';
import type {StyleHides} from './style-hides.ts';
import {attribute, type ElementNode, noAttributes, rawText} from './tree.ts';

/** Elements that show no text of their own, or another one than ours. */
const unseen = new Set(
  'script style template noscript textarea svg iframe object embed audio video canvas head title datalist noembed noframes applet map progress meter'.split(
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
  if (attributes === noAttributes && !hides.byName) return null;
  const isTabPanel = facts.isTabPanel || attributes.role === 'tabpanel';
  if (attributes.hidden !== undefined && attribute(element, 'hidden') !== 'until-found' && !isTabPanel) {
    return 'hidden';
  }
  if (attributes.popover !== undefined && !isTabPanel) return 'popover';
  if (attributes['aria-hidden']?.toLowerCase() === 'true' && !inCode && !isTabPanel) return 'aria-hidden';
  if (facts.hidden && !(isTabPanel && facts.hidden === 'hidden-class')) return facts.hidden;
  const byStyle = hides.reasonFor(element);
  return byStyle && !(isTabPanel && byStyle === 'display-none') ? byStyle : null;
}

/** Counts a dropped element, unless there was no text in it. */
export function countHidden(element: ElementNode, reason: string, removed: Removed): void {
  if (rawText(element, 200).trim() !== '') removed.add(reason);
}
