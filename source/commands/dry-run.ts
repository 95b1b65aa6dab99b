import {type ExitCode, exitCodes} from '../exit-codes.ts';
import type {RunRequest} from '../extractor/create-extractor.ts';
import {type CrawlPlan, planRun} from '../extractor/plan-run.ts';
import {bytes, count} from '../format/amount.ts';
import {display, displayMiddle} from '../format/display.ts';
import {duration} from '../format/duration.ts';
import type {Arguments} from '../options/parse.ts';
import type {Io} from './io.ts';
import type {Notice} from './model-engine.ts';
import {openNetwork} from './network.ts';

/** `--dry-run`: says what a run would read. Nothing is written, no page but the start page is asked for. */
export async function dryRun(
  request: RunRequest,
  args: Arguments,
  io: Io,
  notices: readonly Notice[] = [],
): Promise<ExitCode> {
  const found = await planRun(request, openNetwork(request, args, io));
  const plan = {...found, notices: [...found.notices, ...notices]};
  if (args.switches.has('json')) io.out(`${JSON.stringify({schema: 1, ...plan}, null, 2)}\n`);
  else io.err(planText(plan, args.switches.has('verbose')));
  return exitCodes.ok;
}

const shown = 10;

/** The plan for people, one fact a line. */
function planText(plan: CrawlPlan, verbose: boolean): string {
  const {pages, skipped, notices, estimate, cut} = plan;
  const more = pages.length - (verbose ? pages.length : Math.min(pages.length, shown));
  const lines = [
    ['plan', display(scopeText(plan), 240)],
    [
      'read',
      `${count(pages.length, 'page')} (${tally(pages.map(({via}) => via))}); links found on the way come on top`,
    ],
    ...pages.slice(0, pages.length - more).map(({url, via}) => ['', `${displayMiddle(url, 90)}  ${via}`]),
    ...(more > 0 ? [['', `and ${more} more: --verbose shows all`]] : []),
    ...(cut > 0 ? [['cut', `${count(cut, 'page')} beyond --max-pages or --max-depth`]] : []),
    ...(skipped.length > 0 ? [['skip', `${count(skipped.length, 'page')}`]] : []),
    ...reasons(skipped, verbose),
    ...notices.map(({message}) => ['note', display(message, 240)]),
    [
      'time',
      `about ${duration(estimate.seconds * 1000)} ${pace(estimate.intervalMs)}, about ${bytes(estimate.bytes)}`,
    ],
    ['cost', '$0: no model is asked'],
  ];
  return lines.map(([topic = '', text = '']) => `  ${topic.padEnd(6)}${text}\n`).join('');
}

function scopeText({scope, robots}: CrawlPlan): string {
  const why = {
    'start-page': 'the folder of the start page',
    menu: 'as the side menu has it',
    include: 'by --include',
  };
  const parts = [
    `${scope.origin}${scope.why === 'include' ? '' : scope.prefix} (${why[scope.why]})`,
    scope.locale === null ? '' : `language ${scope.locale}`,
    scope.version === null ? '' : `version ${scope.version}`,
    scope.extras.length > 0 ? `${count(scope.extras.length, 'page')} beside` : '',
    `robots.txt ${robots.state}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** A line for each reason, with an example; with `verbose` a line for each page. */
function reasons(skipped: CrawlPlan['skipped'], verbose: boolean): string[][] {
  if (verbose)
    return skipped.map(({url, reason, detail}) => [
      '',
      `${displayMiddle(url, 90)}  ${reason}${detail === null ? '' : `: ${display(detail, 120)}`}`,
    ]);
  return [
    ...Map.groupBy(skipped, ({reason, detail}) => (byDetail.has(reason) ? `${reason} ${detail}` : reason)),
  ]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, 20)
    .map(([reason, [first, ...others]]) => [
      '',
      `${display(reason, 80)} ${others.length + 1}, such as ${displayMiddle(first?.url ?? '', 80)}`,
    ]);
}

/** Reasons whose detail is the name of a class of pages. */
const byDetail: ReadonlySet<string> = new Set(['locale', 'version', 'excluded', 'robots']);

function tally(names: readonly string[]): string {
  return [...Map.groupBy(names, (name) => name)].map(([name, {length}]) => `${length} ${name}`).join(', ');
}

function pace(intervalMs: number): string {
  return intervalMs === 0 ? 'without a pace' : `at a request every ${duration(intervalMs)}`;
}
