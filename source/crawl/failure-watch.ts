import type {RunEventBody} from '../events/catalogue.ts';
import type {Reading} from './read-page.ts';
import {createShellWatch} from './shell-watch.ts';
import {createWallWatch} from './trap-walls.ts';

/** Tells when it is no use to go on: a failing site, one answer for everything, pages without text. */
export type FailureWatch = {
  /**
   * Called for each page in the order of the requests.
   *
   * @throws NothingFoundError if the site has nothing for us: empty shells, a login wall in front of all
   */
  readonly note: (reading: Reading<unknown>, failed: boolean) => void;
  readonly stopped: () => 'failing-site' | 'same-answers' | null;
  /** What to state about a stop. */
  readonly notice: () => RunEventBody;
  /** @throws NothingFoundError if the few pages there were are empty shells */
  readonly end: () => void;
};

/** Over half of the last 40 pages could not be read. */
const windowLength = 40;

/**
 * @param text - how the text of a shell is got otherwise: `'tried'` and not found, `'found'`, or not looked for
 */
export function createFailureWatch(seed: string, text: 'found' | 'tried' | null = null): FailureWatch {
  const recent: boolean[] = [];
  const failures = () => recent.filter(Boolean).length;
  const walls = createWallWatch(seed);
  const shells = createShellWatch(seed, text === 'tried');
  const failing = () => recent.length === windowLength && failures() * 2 > windowLength;
  return {
    note(reading, failed) {
      recent.push(failed);
      if (recent.length > windowLength) recent.shift();
      if (reading.kind !== 'page') return;
      // A page without Markdown among those that have it is one page less, not the end.
      if (text !== 'found') shells.note(reading.read);
      walls.note(reading.facts.finalUrl, reading.read);
    },
    stopped: () => (failing() ? 'failing-site' : walls.found() ? 'same-answers' : null),
    notice: () => (failing() ? failingNotice(seed, failures()) : walls.notice()),
    end: shells.end,
  };
}

function failingNotice(seed: string, failures: number): RunEventBody {
  return {
    type: 'notice',
    level: 'warning',
    code: 'RM-NET-008',
    message: `Stopped reading ${new URL(seed).host}: ${failures} of the last ${windowLength} pages failed`,
    hint: 'The pages read so far are kept. Run again later, or with --concurrency 1.',
  };
}
