import type {RunEvent, Totals} from '../events/catalogue.ts';

/** Counts what happened, for `run.finished`. The views fold the events themselves; a test holds both together. */
export function createTally(): {readonly count: (event: RunEvent) => void; readonly totals: () => Totals} {
  const pages = {discovered: 0, fetched: 0, extracted: 0, skipped: 0, failed: 0};
  const rules = {distilled: 0, dropped: 0};
  const files = {written: 0, unchanged: 0, kept: 0};
  const requests = {retries: 0, throttles: 0, waitedMs: 0};

  const count = (event: RunEvent) => {
    if (event.type === 'page.discovered') pages.discovered += 1;
    else if (event.type === 'page.fetched') pages.fetched += 1;
    else if (event.type === 'page.extracted') pages.extracted += 1;
    else if (event.type === 'page.skipped') pages.skipped += 1;
    else if (event.type === 'page.failed') pages.failed += 1;
    else if (event.type === 'rule.distilled') rules.distilled += 1;
    else if (event.type === 'rule.dropped') rules.dropped += 1;
    else if (event.type === 'throttle.engaged') requests.throttles += 1;
    else if (event.type === 'request.retry-scheduled' && !event.fallbackTo) {
      requests.retries += 1;
      requests.waitedMs += event.delayMs;
    } else if (event.type === 'file.written') {
      if (event.action === 'created' || event.action === 'updated') files.written += 1;
      else if (event.action === 'unchanged') files.unchanged += 1;
      else if (event.action === 'kept') files.kept += 1;
    }
  };

  return {
    count,
    totals: () => ({pages: {...pages}, rules: {...rules}, files: {...files}, requests: {...requests}}),
  };
}
