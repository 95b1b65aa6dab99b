import type {PageContext} from './context.ts';
import type {Block} from './page.ts';
import type {Place} from './place.ts';
import type {Child, ElementNode} from './tree.ts';

/** What the parts of the walk need of the whole. */
export type Walker = {
  readonly page: PageContext;
  readonly flow: (element: ElementNode, place: Place) => void;
  readonly flowAll: (children: readonly Child[], place: Place) => void;
  /** The blocks of some nodes, gathered instead of placed. */
  readonly blocksOf: (children: readonly Child[], depth: number) => Block[];
  readonly code: (element: ElementNode, place: Place) => void;
  readonly add: (place: Place, block: Block | null) => void;
};
