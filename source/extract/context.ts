import {NearAnchors} from './anchors.ts';
import {type ClassReader, createClassReader} from './class-facts.ts';
import type {Resolve} from './links.ts';
import type {Tree} from './parse.ts';
import type {Removed} from './removed.ts';
import {readStyleHides, type StyleHides} from './style-hides.ts';
import {TabLabels} from './tabs.ts';

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

/** At the start of a walk. */
export function createPageContext(
  tree: Tree,
  given: Pick<PageContext, 'url' | 'removed' | 'resolve'>,
): PageContext {
  const classes = createClassReader();
  return {
    ...given,
    classes,
    styleHides: readStyleHides(tree, classes),
    anchors: new NearAnchors(tree.ids),
    tabs: new TabLabels(),
    length: {all: 0, inLinks: 0},
  };
}
