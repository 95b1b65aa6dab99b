import type {NearAnchors} from './anchors.ts';
import type {ClassReader} from './class-facts.ts';
import type {Resolve} from './links.ts';
import type {ProseQueue} from './prose-queue.ts';
import type {Removed} from './removed.ts';
import type {StyleHides} from './style-hides.ts';

/** What the walk over one page needs to know wherever it is. */
export type PageContext = {
  readonly url: string;
  readonly classes: ClassReader;
  readonly styleHides: StyleHides;
  readonly removed: Removed;
  readonly resolve: Resolve;
  readonly anchors: NearAnchors;
  readonly prose: ProseQueue;
};
