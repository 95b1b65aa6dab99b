import {createPageContext} from './context.ts';
import type {Resolve} from './links.ts';
import {parseTree} from './parse.ts';
import type {Place} from './place.ts';
import type {Removed} from './removed.ts';
import {PageWalker} from './walk.ts';

/** Reads HTML in the middle of Markdown (tables, lists of definitions) into the blocks of `place`. */
export function readHtmlFragment(source: string, place: Place, resolve: Resolve, removed: Removed): void {
  const tree = parseTree(source, removed);
  const page = createPageContext(tree, {url: '', removed, resolve});
  new PageWalker(page).flow(tree.root, place);
}
