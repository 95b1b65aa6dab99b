import type {Outcome} from '../events/catalogue.ts';
import {count, dollars, grouped} from '../format/amount.ts';
import {cellsOf, display, displayMiddle, harmless} from '../format/display.ts';
import {clockTime, duration} from '../format/duration.ts';
import {breakdown, elapsedMs, sum, totals} from '../progress/selectors.ts';
import type {RunState} from '../progress/state.ts';
import {failureText} from './failure-text.ts';

const failuresShown = 10;
const labelCells = 7;
/** A row fits 80 columns. */
const itemCells = 80 - labelCells - 3;

/** The last words of a run, failures at the end so that they are seen. Ends with a line break. */
export function summary(state: RunState): string {
  const {run, outcome} = state;
  if (!run || !outcome) return '';
  const sign = outcome.outcome === 'complete' ? '✔' : outcome.outcome === 'failed' ? '✖' : '!';
  const name = run.url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  const head = `${sign} ${run.program}  ${displayMiddle(name, 60)}  ${words[outcome.outcome]} in ${clockTime(elapsedMs(state, state.lastAt))}`;
  const lines = [head, ...rows(state).flatMap((row) => rowLines(row)), ...failures(state)];
  return `${lines.map((line) => harmless(line)).join('\n')}\n`;
}

const words: Readonly<Record<Outcome, string>> = {
  complete: 'complete',
  partial: 'done in part',
  nothing: 'nothing made',
  stopped: 'stopped',
  failed: 'failed',
};

type Row = readonly [label: string, items: readonly string[]];

function rows(state: RunState): Row[] {
  const {pages, rules, requests, files} = totals(state);
  const result: Row[] = [['pages', pageItems(state)]];
  if (rules.distilled > 0)
    result.push(['rules', [`${grouped(rules.distilled)}: ${breakdown(state.rules.byKind)}`]]);
  if (rules.dropped > 0)
    result.push(['dropped', [`${grouped(rules.dropped)}: ${breakdown(state.rules.dropped)}`]]);
  if (state.rubric !== null) result.push(['rubric', rubricItems(state.rubric)]);
  if (pages.extracted > 0) result.push(['cost', costItems(state)], ...modelRows(state));
  if (requests.retries > 0 || requests.throttles > 0) {
    const throttles = `${count(requests.throttles, 'throttle')} (${duration(requests.waitedMs)})`;
    result.push(['waits', [count(requests.retries, 'retry', 'retries'), throttles]]);
  }
  const paths = (...actions: string[]) =>
    state.files.filter(({action}) => actions.includes(action)).map(({path}) => path);
  const wrote = paths('created', 'updated');
  if (wrote.length > 0) result.push(['wrote', places(wrote)]);
  if (files.unchanged > 0) result.push(['same', [count(files.unchanged, 'file')]]);
  const removed = paths('removed');
  if (removed.length > 0) result.push(['removed', places(removed)]);
  return result;
}

function costItems(state: RunState): string[] {
  const usage = state.outcome?.usage;
  const items = [dollars(usage?.costMicroUsd ?? 0)];
  if (!usage?.byModel) return items;
  const {cacheHits = 0, savedMicroUsd = 0, uncertainMicroUsd = 0, unpricedRequests = 0} = usage;
  if (uncertainMicroUsd > 0) items[0] += ` (${dollars(uncertainMicroUsd)} of unknown outcome)`;
  items.push(
    count(usage.requests, 'answer'),
    `${grouped(usage.inputTokens)} tokens in`,
    `${grouped(usage.outputTokens)} out`,
  );
  if (cacheHits > 0) items.push(`${grouped(cacheHits)} cached (${dollars(savedMicroUsd)} saved)`);
  if (unpricedRequests > 0) items.push(`unpriced: ${count(unpricedRequests, 'request')}`);
  return items;
}

/** One row a model, if more than one was asked. */
function modelRows(state: RunState): Row[] {
  const models = state.outcome?.usage.byModel ?? [];
  if (models.length < 2) return [];
  return models.map(({provider, model, requests, costMicroUsd}, index) => [
    index === 0 ? 'models' : '',
    [`${display(provider)} ${display(model)}: ${count(requests, 'answer')} ${dollars(costMicroUsd)}`],
  ]);
}

/** `  label   item, item,` with further lines below the first item, so that a line fits 80 columns. */
function rowLines([label, items]: Row): string[] {
  const words = items.join(', ').split(/(?<=,) /);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && cellsOf(`${last} ${word}`) <= itemCells)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(labelCells)} ${line}`);
}

/** The overall value, the two gates that stand for the rest, and what the value is made of. */
function rubricItems({overall, criteria}: NonNullable<RunState['rubric']>): string[] {
  const shown = criteria.filter(({id, weight}) => weight > 0 || id === 'R1' || id === 'R2');
  const values = shown.flatMap(({name, value}) =>
    value === null ? [] : [`${display(name)} ${value.toFixed(2)}`],
  );
  const [first = '', ...rest] = values;
  return [`${overall.toFixed(2)}: ${first}`, ...rest];
}

function pageItems(state: RunState): string[] {
  const {pages} = state;
  const skipped = sum(pages.skipped);
  const parts = [`${grouped(pages.discovered)} found`, `${grouped(pages.fetched)} read`];
  if (pages.fromCache > 0) parts[1] += ` (${grouped(pages.fromCache)} cached)`;
  if (skipped > 0) parts.push(`${grouped(skipped)} left out (${breakdown(pages.skipped)})`);
  if (pages.failed.length > 0) parts.push(`${grouped(pages.failed.length)} failed`);
  return parts;
}

/** Paths by folder: `.cursor/rules/ (9 files), CLAUDE.md`. */
function places(paths: readonly string[]): string[] {
  const folders = new Map<string, number>();
  for (const path of paths) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : path;
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  return [...folders].map(([path, files]) =>
    path.endsWith('/') ? `${display(path)} (${count(files, 'file')})` : display(path),
  );
}

function failures(state: RunState): string[] {
  const lines: string[] = [];
  const cut = state.pages.skipped.cap ?? 0;
  if (cut > 0) {
    lines.push(
      `! the limit of ${count(state.run?.maxPages ?? 0, 'page')} left out ${count(cut, 'known page')} (--max-pages)`,
    );
  }
  const kept = state.files.filter(({action}) => action === 'kept');
  if (kept.length > 0) {
    lines.push(
      `! ${count(kept.length, 'file')} kept as you left ${kept.length === 1 ? 'it' : 'them'}; ours beside as .new (--force replaces):`,
    );
    lines.push(...kept.slice(0, failuresShown).map(({path}) => `    ${display(path)}`));
  }
  const {failed} = state.pages;
  if (failed.length > 0) {
    lines.push(`✖ ${count(failed.length, 'page')} failed:`);
    for (const page of failed.slice(0, failuresShown)) {
      lines.push(`    ${displayMiddle(page.url, 60)}  ${failureText(page)}`);
    }
    if (failed.length > failuresShown)
      lines.push(`    and ${failed.length - failuresShown} more: --verbose or the run log names them`);
  }
  return lines;
}
