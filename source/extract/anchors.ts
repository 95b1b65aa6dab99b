import {isPermalink} from './chrome.ts';
import type {ClassReader} from './class-facts.ts';
import {attribute, detach, type ElementNode, eachElement} from './tree.ts';
import {headingElements} from './tree-rules.ts';

type NearId = {readonly id: string; readonly isContainer: boolean};

/** Remembers the ids that stand between the last text and the next heading, and picks a heading's anchor. */
export class NearAnchors {
  private readonly ids: ReadonlyMap<string, number>;
  private near: NearId[] = [];

  constructor(ids: ReadonlyMap<string, number>) {
    this.ids = ids;
  }

  /** To be called for each element on the way. */
  see(element: ElementNode, classes: ClassReader): void {
    const {attributes, name} = element;
    const id = attributes.id ?? (name === 'a' ? attributes.name : undefined);
    if (!id) return;
    const isEmpty = element.children.length === 0;
    if (isEmpty || name === 'a' || name === 'span') this.near.push({id, isContainer: false});
    else if (isSection(element, classes)) this.near.push({id, isContainer: true});
  }

  /** To be called for each piece of text: ids before it belong to it. */
  pass(): void {
    if (this.near.length > 0) this.near = [];
  }

  /** What was seen so far: to be taken before the text of a heading is read. */
  snapshot(): readonly NearId[] {
    return this.near;
  }

  /**
   * The anchor of a heading or signature: on the page, unique, or `null`.
   *
   * @param near - the ids that were seen before its text
   */
  of(heading: ElementNode, classes: ClassReader, near: readonly NearId[]): string | null {
    const beside = near.filter(({isContainer}) => !isContainer).reverse();
    const around = near.filter(({isContainer}) => isContainer).reverse();
    const inside = insideIds(heading);
    const own = attribute(heading, 'id');
    const permalink = permalinkTarget(heading, classes);
    this.near = [];
    const wishes = [
      own,
      permalink,
      ...inside,
      ...[...beside, ...around].map(({id}) => id),
      sectionOf(heading),
    ];
    const anchor = wishes.find((id): id is string => id !== null && this.isGood(id));
    return anchor === undefined ? null : detach(anchor);
  }

  private isGood(id: string): boolean {
    return this.ids.get(id) === 1 && !/\s/.test(id);
  }
}

/** The id of the section that a heading heads, whatever small print stands above it in there. */
function sectionOf(heading: ElementNode): string | null {
  const {parent} = heading;
  if (parent?.name !== 'section' || !parent.attributes.id) return null;
  const first = parent.children.find((child) => typeof child !== 'string' && headingElements.has(child.name));
  return first === heading ? parent.attributes.id : null;
}

function insideIds(heading: ElementNode): string[] {
  const ids: string[] = [];
  eachElement(heading, ({name, attributes}) => {
    const id = attributes.id ?? (name === 'a' ? attributes.name : undefined);
    if (id) ids.push(id);
    return undefined;
  });
  return ids;
}

/** Where the sign beside the heading points: the address that the authors of the page hand out. */
function permalinkTarget(heading: ElementNode, classes: ClassReader): string | null {
  let target: string | null = null;
  eachElement(heading, (element) => {
    if (element.name !== 'a' || target !== null) return undefined;
    const href = attribute(element, 'href');
    if (
      href?.startsWith('#') &&
      href.length > 1 &&
      (classes(element).isPermalink || isPermalink(element, classes(element)))
    )
      target = decoded(href.slice(1));
    return undefined;
  });
  return target;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch (error) {
    if (error instanceof URIError) return fragment;
    throw error;
  }
}

/** An id on a wrapper of the layout ("content", "page") says nothing about the first heading in it. */
function isSection({name, attributes}: ElementNode, classes: ClassReader): boolean {
  if (name === 'section') return true;
  if (name !== 'div' && name !== 'article' && name !== 'details' && name !== 'li') return false;
  if (classes({name, attributes} as ElementNode).names.some((one) => sectionClasses.test(one))) return true;
  return !layoutIds.test(attributes.id ?? '');
}

const sectionClasses = /^(?:section\d?|sect\d?|level\d|refsect\d|chapter|appendix|detail|member)$/;
const layoutIds =
  /^(?:.{0,20}(?:content|main|body|page|wrapper|container|layout|column\d?|inner|root|app|bd|doc\d?|document|section|article|swupmain|__\w+).{0,12})$/i;
