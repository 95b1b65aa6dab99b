import {contentsTitle, isContentsList} from './furniture.ts';
import type {Block, Section} from './page.ts';
import type {ElementNode} from './tree.ts';

type OpenHeading = {
  readonly anchor: string | null;
  readonly level: number;
  readonly heading: string;
  readonly headingMarkdown?: string;
  readonly signature: boolean;
};
type OpenSection = OpenHeading & {readonly path: readonly string[]; readonly blocks: Block[]};

/** The sections of a page in the making. */
export class Sections {
  readonly list: OpenSection[] = [];
  private readonly title: string;
  /** The headings around the current place, outermost first. */
  private stack: OpenHeading[] = [];
  private current: OpenSection | null = null;

  constructor(title: string) {
    this.title = title;
  }

  /** Adds to the section of the current place. */
  add(block: Block): void {
    this.current ??= this.begin(
      this.stack.at(-1) ?? {anchor: null, level: 1, heading: this.title, signature: false},
    );
    this.current.blocks.push(block);
  }

  /** Before the second block of the page. */
  get isAtTop(): boolean {
    return this.list.length < 2 && (this.current?.blocks.length ?? 0) < 2;
  }

  /** @param linked - the heading as Markdown, if links stand in it */
  openHeading(level: number, heading: string, anchor: string | null, linked: string | null = null): void {
    // Inside of a signature's description headings are its own, whatever their level.
    while (this.stack.length > 0) {
      const last = this.stack.at(-1);
      if (!last || last.signature || last.level < level) break;
      this.stack.pop();
    }
    this.push({anchor, level, heading, ...withLinks(linked), signature: false});
  }

  /** Opens the section of an API signature; what it returns closes it. */
  openSignature(heading: string, anchor: string | null, linked: string | null = null): () => void {
    const depth = this.stack.length;
    const level = (this.stack.at(-1)?.level ?? 1) + 1;
    this.push({anchor, level, heading, ...withLinks(linked), signature: true});
    return () => {
      this.stack.length = Math.min(this.stack.length, depth);
      this.current = null;
    };
  }

  /** A list of what comes below is none of it: true if it was left out, with the words above it. */
  dropContents(list: ElementNode): boolean {
    if (this.list.length > 1 || !isContentsList(list)) {
      const {current} = this;
      if (!current || current.blocks.length > 0 || !contentsTitle.test(current.heading)) return false;
      if (!isContentsList(list)) return false;
      this.list.pop();
      this.stack.pop();
      this.current = this.list.at(-1) ?? null;
      return true;
    }
    const last = this.current?.blocks.at(-1);
    if (last?.type === 'paragraph' && contentsTitle.test(last.text)) this.current?.blocks.pop();
    return true;
  }

  finished(): Section[] {
    return this.list;
  }

  private push(open: OpenHeading): void {
    this.current = this.begin(open);
    this.stack.push(open);
  }

  /** After a signature the section around it goes on: the same heading once more, so that the order of the page stays. */
  private begin(open: OpenHeading): OpenSection {
    const above = this.stack.filter((one) => one !== open).map(({heading}) => heading);
    if (!isSame(above[0], this.title) && !isSame(open.heading, this.title)) above.unshift(this.title);
    const section = {...open, path: above, blocks: []};
    this.list.push(section);
    return section;
  }
}

function withLinks(linked: string | null): Pick<Section, 'headingMarkdown'> {
  return linked === null ? {} : {headingMarkdown: linked};
}

/** The title carries no marks, a heading may. */
function isSame(heading: string | undefined, title: string): boolean {
  return heading === title || heading?.replaceAll('`', '') === title;
}
