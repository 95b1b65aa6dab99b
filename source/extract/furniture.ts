import type {Inline} from './inline.ts';
import type {Sections} from './sections.ts';
import {collapse, type ElementNode, eachElement, rawText} from './tree.ts';

/** A paragraph split into the texts of its links and what stands between them. */
export type LinkParts = {readonly links: readonly string[]; readonly rest: string};

/** True for a paragraph that is about the page or the site, as far as its words and its place tell. */
export function isFurniture(inline: Inline, sections: Sections): boolean {
  const text = inline.plainText();
  if (text.length > maxBanner) return false;
  return isFurnitureText(text, inline.linkParts()) || (sections.isAtTop && isVersionBanner(text));
}

/**
 * True if a short paragraph is about the page or the site and not about their subject: when it was changed, where to edit
 * it, whether it helped, the way to the page before.
 */
function isFurnitureText(text: string, parts: LinkParts): boolean {
  if (text.length > maxLength) return false;
  if (
    stamp.test(text) ||
    question.test(text) ||
    readingTime.test(text) ||
    leftOver.test(text) ||
    icons.test(text)
  )
    return true;
  const {links, rest} = parts;
  if (links.length === 0 || links.length > maxLinks || !separators.test(rest)) return false;
  return (
    links.every((link) => pageAction.test(link)) ||
    (links.some((link) => step.test(link)) && links.every(isShort))
  );
}

/** "Was this page helpful?" as a heading, and the place where comments are loaded. */
export function isFurnitureHeading(text: string, id: string | undefined): boolean {
  return question.test(text) || id === '__comments';
}

/** "You are reading the documentation of an older version": the site says it on every page. */
export function isVersionBanner(text: string): boolean {
  return text.length < maxBanner && banner.test(text);
}

/** True for a list that leads to places on the same page, and nowhere else. */
export function isContentsList(list: ElementNode): boolean {
  let links = 0;
  let inLinks = 0;
  let isLocal = true;
  eachElement(list, ({name, attributes}) => {
    if (name === 'pre' || name === 'p' || name === 'table') isLocal = false;
    else if (name === 'a' && !attributes.href?.startsWith('#')) isLocal = false;
    return isLocal && name !== 'a';
  });
  if (!isLocal) return false;
  eachElement(list, (element) => {
    if (element.name !== 'a') return undefined;
    links++;
    inLinks += collapse(rawText(element)).length;
    return false;
  });
  return links >= 3 && inLinks > 0.85 * collapse(rawText(list)).length;
}

export const contentsTitle =
  /^(?:table of )?contents:?$|^(?:on|in) this (?:page|article|section|document|chapter):?$/i;

const maxLength = 160;
const maxBanner = 400;
const maxLinks = 10;
const stamp =
  /^(?:this page (?:was )?)?last (?:modified|updated|edited|changed|built|reviewed|published)(?: (?:on|by|at|in)\b|:|\s\d|\s[A-Z])/i;
/** Signs of icon fonts, and of pop-ups. */
const icons = /^[\p{Co}ⓘ][\p{Co}ⓘ\s/|·]{0,20}$/u;
const leftOver = /^(?:(?:next|previous|prev|up):[\s,|]{0,3}){1,4}$/i;
const question =
  /^was (?:this|it) helpful\b|^(?:was|is|did|do|does|how|were) (?:this|you|we|the) (?:find )?(?:this )?(?:page|article|document|documentation|doc|section|content|information|topic|answer|helpful)\b.{0,40}\b(?:helpful|useful|help you|answer your question)\s?\?/i;
const readingTime = /\b\d{1,3}[ -]min(?:ute)?s?\.? (?:to )?read\b/i;
const separators = /^(?:[\s|[\](){}·•,:/«»‹›<>←→↑–—-]|next|previous|prev|up|in|on|or|github|gitlab)*$/i;
const pageAction =
  /^(?:(?:edit|improve|modify|change) (?:this|the|on|page|source|in)\b|edit$|suggest (?:an? )?(?:edit|change)s?\b|(?:view|show) (?:page |the |this )?(?:page )?source\b|view (?:on|in|page|as) |report (?:an?|this) (?:issue|bug|problem|error)\b|copy (?:page|as markdown|link)\b|open in |print (?:this )?page\b|(?:give|send|leave) (?:us )?feedback\b|yes$|no$|back to top$|top of (?:the )?page$|share\b)/i;
const step = /^[\s«‹<←]{0,3}(?:prev|previous|next|up|back)(?:$|[\s:>»›→])/i;
const banner =
  /^(?:warning:? |note:? )?(?:(?:this|these) (?:is|are) (?:the |an? )?|this (?:page|document|documentation) (?:is|describes|documents|covers) |you(?:'re|’re| are) (?:currently |now )?(?:viewing|reading|looking at|browsing) ).{0,60}\b(?:(?:older|old|outdated|unreleased|unsupported|pre-?release|development|archived|current stable) (?:and \w+ )?(?:version|release|documentation|docs|manual)|documentation for (?:an?|version)|no longer (?:actively )?(?:maintained|supported))\b/i;

function isShort(link: string): boolean {
  return link.length < 80;
}
