import type {CrawlReport} from '../crawl/crawl.ts';
import {RulesMakerError} from '../errors.ts';
import type {Outcome, StopReason} from '../events/catalogue.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';

export type Ending = {
  readonly outcome: Outcome;
  readonly exitCode: ExitCode;
  /** What stopped the run, or `null` if it reached its end. */
  readonly error: unknown;
};

/**
 * How a run ended. What *stopped* it gives the exit code; 3 only for a run that reached its end with something
 * left out that exists: a page that failed, the default page cap, a file kept back, finishing early.
 */
export function endingOf(facts: {
  readonly request: {readonly maxPagesChosen: boolean};
  readonly stopReason: StopReason | null;
  readonly report?: CrawlReport;
  readonly keptFiles?: number;
  readonly error?: unknown;
}): Ending {
  const {stopReason, report, error} = facts;
  if (stopReason === 'interrupted') return {outcome: 'stopped', exitCode: exitCodes.interrupted, error: null};
  if (stopReason === 'terminated') return {outcome: 'stopped', exitCode: exitCodes.terminated, error: null};
  if (error !== undefined) {
    const exitCode = error instanceof RulesMakerError ? error.exitCode : exitCodes.bug;
    return {outcome: exitCode === exitCodes.nothing ? 'nothing' : 'failed', exitCode, error};
  }
  const cut = report?.capReached === true && !facts.request.maxPagesChosen;
  const incomplete =
    (report?.incomplete ?? 0) > 0 ||
    report?.stopped === 'same-answers' ||
    (facts.keptFiles ?? 0) > 0 ||
    stopReason === 'finish-early';
  return cut || incomplete
    ? {outcome: 'partial', exitCode: exitCodes.partial, error: null}
    : {outcome: 'complete', exitCode: exitCodes.ok, error: null};
}
