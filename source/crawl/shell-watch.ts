import {NothingFoundError} from '../errors.ts';
import type {ReadResult} from './contract.ts';

/** Tells after a few pages that a site has no text without its scripts. */
export type ShellWatch = {
  /** @throws NothingFoundError RM-DOC-023 once the site is known to be empty */
  readonly note: (read: Pick<ReadResult<unknown>, 'shell'>) => void;
  /** To be called when there are no more pages. @throws NothingFoundError RM-DOC-023 if most of them were empty */
  readonly end: () => void;
};

const firstPages = 5;
const enough = 3;

/** @param tried - whether other ways to the text were looked for */
export function createShellWatch(seed: string, tried: boolean): ShellWatch {
  let pages = 0;
  let shells = 0;
  return {
    note({shell}) {
      if (pages >= firstPages) return;
      pages += 1;
      if (shell?.kind === 'empty') shells += 1;
      if (shells >= enough) throw emptySite(seed, shells, pages, tried);
    },
    end() {
      if (pages < firstPages && shells * 2 > pages) throw emptySite(seed, shells, pages, tried);
    },
  };
}

function emptySite(seed: string, shells: number, pages: number, tried: boolean): NothingFoundError {
  return new NothingFoundError({
    code: 'RM-DOC-023',
    message: `The pages of ${seed} are empty without JavaScript`,
    why: `${pages === 1 ? 'The start page holds' : `${shells} of the first ${pages} pages hold`} no text, only the place where a script puts it.${tried ? ` ${otherWays}` : ''}`,
    hint: 'Start from its llms.txt or from a Markdown page (.md) if there is one elsewhere, or add --render to use your own Chromium.',
  });
}

const otherWays =
  'No Markdown of them was found either: none beside the pages (.md) or for Accept: text/markdown, and no llms-full.txt that names them.';
