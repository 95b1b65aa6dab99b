import type {RobotsFacts} from '../crawl/crawl.ts';
import {NothingFoundError} from '../errors.ts';
import type {Emit} from '../events/catalogue.ts';

/**
 * What the owner of the site says beyond which pages may be read.
 *
 * @throws NothingFoundError RM-HTTP-019 if the owner says no to being input of an AI
 */
export function obeyOwner({state, url, aiInputDenied}: RobotsFacts, seed: string, emit: Emit): void {
  if (state === 'ignored') {
    const message = 'robots.txt is not read, as asked for; the files say so';
    emit({type: 'notice', level: 'warning', code: 'RM-HTTP-019', message, hint: null});
  } else if (aiInputDenied !== null) {
    throw new NothingFoundError({
      code: 'RM-HTTP-019',
      message: `the owner of ${seed} does not want the pages to be input of an AI`,
      why: `${url} says "${aiInputDenied}"`,
      hint: 'ask the owner; with his consent --ignore-robots waives it, and the files say so',
    });
  }
}
