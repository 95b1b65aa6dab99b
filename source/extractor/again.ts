import type {CrawlReport} from '../crawl/crawl.ts';
import {RulesMakerError} from '../errors.ts';
import type {Ending} from './ending.ts';

/** How a run can be taken up again: `resume` goes on with it, `only-failed` asks once more for what failed. */
export type Again = 'resume' | 'only-failed';

/**
 * What is left to do after a run. A run that ended at the wish of the user, by an error or because the site failed can
 * go on, unless there is nothing that it could spare; a run that reached its end without some pages can ask for them.
 */
export function againOf(facts: {
  readonly ending: Pick<Ending, 'outcome'> & Partial<Pick<Ending, 'error'>>;
  /** Of a crawl that came to its end. */
  readonly report: CrawlReport | null;
  /** True if pages of the run are kept. */
  readonly holdsPages: boolean;
}): Again | null {
  const {ending, report, holdsPages} = facts;
  if (ending.outcome === 'stopped') return 'resume';
  if (ending.error instanceof RulesMakerError && sameAgain.test(ending.error.code)) return null;
  // The whole site was read and gave no rule: it would give none again.
  if (ending.outcome === 'nothing' && report !== null && !cutShort(report)) return null;
  if (ending.outcome === 'failed' || ending.outcome === 'nothing') return holdsPages ? 'resume' : null;
  if (report !== null && cutShort(report)) return 'resume';
  return (report?.incomplete ?? 0) > 0 ? 'only-failed' : null;
}

/** What the site is (no such version, empty shells, a wall, an owner who says no) is the same next time. */
const sameAgain = /^RM-(?:DOC-\d+|HTTP-015|HTTP-019)$/;

/** A site that gives everybody the same answer (a login, a soft 404) would stop the run at the same page again. */
function cutShort({stopped}: CrawlReport): boolean {
  return stopped === 'finish-early' || stopped === 'failing-site';
}
