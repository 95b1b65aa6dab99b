import type {NearAnchors} from './anchors.ts';
import type {ClassReader} from './class-facts.ts';
import type {Resolve} from './links.ts';
import type {Removed} from './removed.ts';
import type {StyleHides} from './style-hides.ts';
import type {TabLabels} from './tabs.ts';

/** What the walk over one page needs to know wherever it is. */
export type PageContext = {
  readonly url: string;
  readonly classes: ClassReader;
  readonly styleHides: StyleHides;
  readonly removed: Removed;
  readonly resolve: Resolve;
  readonly anchors: NearAnchors;
  readonly tabs: TabLabels;
  /** Characters of text so far, and of those in links. */
  readonly length: {all: number; inLinks: number};
};
