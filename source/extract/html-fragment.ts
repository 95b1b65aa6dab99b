import {NearAnchors} from './anchors.ts';
import {createClassReader} from './class-facts.ts';
import type {Resolve} from './links.ts';
import {parseTree} from './parse.ts';
import type {Place} from './place.ts';
import type {Removed} from './removed.ts';
import {readStyleHides} from './style-hides.ts';
import {TabLabels} from './tabs.ts';
import {PageWalker} from './walk.ts';

/** Reads HTML in the middle of Markdown (tables, lists of definitions) into the blocks of `place`. */
export function readHtmlFragment(source: string, place: Place, resolve: Resolve, removed: Removed): void {
  const tree = parseTree(source, removed);
  const classes = createClassReader();
  const walker = new PageWalker({
    url: '',
    classes,
    styleHides: readStyleHides(tree, classes),
    removed,
    resolve,
    anchors: new NearAnchors(tree.ids),
    tabs: new TabLabels(),
    length: {all: 0, inLinks: 0},
  });
  walker.flow(tree.root, place);
}
