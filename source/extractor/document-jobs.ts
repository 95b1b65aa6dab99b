import type {Fetched, Outline, ReadResult, Sample} from '../crawl/crawl.ts';
import {thinLinks} from '../crawl/thin-links.ts';
import type {Page} from '../extract/page.ts';
import {type PackedJson, packJson} from '../store/kept-page.ts';
import {readDocument, readOutline, readSample} from './read-document.ts';

/** What is told of a page when it has been read. */
export type PageAbout = {
  readonly title: string;
  readonly sections: number;
  readonly blocks: number;
  /** Hidden nodes and characters that were removed. */
  readonly removed: number;
};

/** A page that only has to be handed on: its JSON is made and packed where it was read. */
type PackedPage = {readonly about: PageAbout; readonly json: PackedJson};

/** What is done with a document; plain data, since it may be done in another thread. */
export type DocumentJob = {
  readonly kind: 'read' | 'outline' | 'sample';
  readonly fetched: Fetched;
  /** Also those that change nothing for a crawl. */
  readonly allLinks: boolean;
};

/** Plain data as well; `problem` is what was thrown. */
export type DocumentAnswer =
  | {readonly kind: 'read'; readonly value: ReadResult<PackedPage>}
  | {readonly kind: 'outline'; readonly value: Outline}
  | {readonly kind: 'sample'; readonly value: Sample}
  | {readonly kind: 'problem'; readonly message: string};

/** Does one job. Never throws: what a document brings about is the matter of that document alone. */
export function doDocumentJob({kind, fetched, allLinks}: DocumentJob): DocumentAnswer {
  try {
    switch (kind) {
      case 'read': {
        const {content, ...read} = readDocument(fetched);
        // Routes of a shell are counted with what stands before them.
        const links = allLinks || read.shell ? read.links : thinLinks(read.links, fetched.finalUrl);
        return {kind, value: {...read, links, content: {about: aboutOf(content), json: packJson(content)}}};
      }
      case 'outline':
        return {kind, value: readOutline(fetched)};
      case 'sample':
        return {kind, value: readSample(fetched)};
    }
  } catch (error) {
    return {
      kind: 'problem',
      message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  }
}

function aboutOf(page: Page): PageAbout {
  return {
    title: page.title,
    sections: page.sections.length,
    blocks: page.sections.reduce((total, section) => total + section.blocks.length, 0),
    removed: hiddenParts(page),
  };
}

/** Comments, scripts and pictures are on every page; what was *hidden* is worth a count. */
function hiddenParts({removed}: Page): number {
  const everyday = new Set(['comment', 'script', 'style', 'svg']);
  return Object.entries(removed).reduce(
    (total, [reason, count]) => total + (everyday.has(reason) ? 0 : count),
    0,
  );
}
