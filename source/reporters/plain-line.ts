import type {RunEvent} from '../events/catalogue.ts';
import {bytes, count} from '../format/amount.ts';
import {display, displayMiddle} from '../format/display.ts';
import {duration} from '../format/duration.ts';
import {failureText} from './failure-text.ts';
import {fallbackLine, modelCost, modelLine, retryText} from './plain-line-models.ts';

/** `topic` is the left column; `verbose` lines are shown with `--verbose` alone. */
export type PlainLine = {readonly topic: string; readonly text: string; readonly verbose?: true};

const urlCells = 70;

/** What the plain reporter says of one event. Every type has a line; most pages are for `--verbose`. */
export function plainLine(event: RunEvent): PlainLine {
  switch (event.type) {
    case 'run.started':
      return {
        topic: 'run',
        text: `${displayMiddle(event.url, urlCells)} > ${display(event.targets.join(', '))} in ${display(event.outputRoot)}`,
      };
    case 'run.paused':
      return {topic: 'paused', text: 'no new request starts'};
    case 'run.resumed':
      return {topic: 'resumed', text: 'requests start again'};
    case 'run.stopping':
      return {topic: 'stopping', text: stopping[event.reason]};
    case 'run.finished':
      return {topic: 'finished', text: `${event.outcome}, exit ${event.exitCode}`, verbose: true};
    case 'phase.started':
      return {
        topic: event.phase,
        text: event.total === null ? 'started' : `started, ${event.total} to do`,
        verbose: true,
      };
    case 'phase.resized':
      return {topic: event.phase, text: `${event.total} known so far`, verbose: true};
    case 'phase.finished':
      return {topic: event.phase, text: count(event.done, things[event.phase][0], things[event.phase][1])};
    case 'scope.inferred': {
      const {origin, prefix, why, locale, version, extras} = event;
      const parts = [
        locale === null ? '' : `language ${locale}`,
        version === null ? '' : `version ${version}`,
        extras.length > 0 ? `and ${count(extras.length, 'page')} beside` : '',
      ].filter((part) => part !== '');
      const where = why === 'include' ? `${origin} by --include` : `${origin}${prefix}`;
      return {
        topic: 'scope',
        text: display([displayMiddle(where, urlCells), ...parts].join(', '), 240),
      };
    }
    case 'page.discovered':
      return {
        topic: 'found',
        text: `${displayMiddle(event.url, urlCells)} (${event.via}, depth ${event.depth})`,
        verbose: true,
      };
    case 'page.skipped': {
      const detail = event.detail === null ? '' : `: ${display(event.detail)}`;
      return {
        topic: 'skipped',
        text: `${displayMiddle(event.url, urlCells)} ${event.reason}${detail}`,
        verbose: true,
      };
    }
    case 'page.fetched':
      return {
        topic: 'fetched',
        text: `${displayMiddle(event.finalUrl, urlCells)} ${event.status} ${bytes(event.bytes)} ${duration(event.durationMs)}`,
        verbose: true,
      };
    case 'page.extracted':
      return {
        topic: 'extracted',
        text: `${displayMiddle(event.url, urlCells)} ${count(event.sections, 'section')}, ${count(event.blocks, 'block')}${
          event.removed > 0 ? `, ${event.removed} hidden removed` : ''
        }`,
        verbose: true,
      };
    case 'page.failed':
      return {topic: 'failed', text: `${displayMiddle(event.url, urlCells)} ${failureText(event)}`};
    case 'request.started':
      return {
        topic: 'request',
        text: `${displayMiddle(event.subject, urlCells)} attempt ${event.attempt} of ${event.maxAttempts}`,
        verbose: true,
      };
    case 'request.retry-scheduled':
      return event.fallbackTo
        ? fallbackLine(event, event.fallbackTo)
        : {topic: 'retry', text: retryText(event)};
    case 'request.finished':
      return {
        topic: 'answered',
        text: `${displayMiddle(event.subject, urlCells)} ${duration(event.durationMs)}${modelCost(event)}`,
        verbose: true,
      };
    case 'request.failed':
      return {
        topic: 'gave up',
        text: `${displayMiddle(event.subject, urlCells)} ${display(event.message)}`,
        verbose: true,
      };
    case 'request.cancelled':
      return {topic: 'cancelled', text: displayMiddle(event.subject, urlCells), verbose: true};
    case 'request.queued':
    case 'request.progressed':
    case 'cache.hit':
    case 'cache.stored':
    case 'budget.reserved':
    case 'budget.charged':
    case 'budget.warned':
    case 'budget.blocked':
      return modelLine(event);
    case 'throttle.engaged':
      return {
        topic: 'throttled',
        text: `${display(event.scope)} ${display(event.cause)}, waits ${duration(event.retryAfterMs)}`,
      };
    case 'throttle.released':
      return {topic: 'released', text: display(event.scope), verbose: true};
    case 'concurrency.changed':
      return {topic: 'requests', text: `at most ${event.from} > ${event.to} at a time, by ${event.by}`};
    case 'rule.distilled':
      return {
        topic: 'rule',
        text: `${display(event.id)} (${event.kind}) ${displayMiddle(event.url, urlCells)}`,
        verbose: true,
      };
    case 'rule.dropped':
      return {
        topic: 'dropped',
        text: `${event.reason} ${displayMiddle(event.url, urlCells)} "${display(event.quote, 60)}"`,
        verbose: true,
      };
    case 'rubric.computed': {
      const failed = event.criteria.filter(({gate, value}) => gate && value !== null && value < 1);
      const gates =
        failed.length === 0
          ? 'every gate holds'
          : `failed: ${failed.map(({name}) => display(name)).join(', ')}`;
      return {topic: 'rubric', text: `${event.overall.toFixed(2)}, ${gates}`, verbose: true};
    }
    case 'file.written':
      return {
        topic: event.action,
        text: `${display(event.path)}${event.rules > 0 ? `  ${count(event.rules, 'rule')}` : ''}  ${bytes(event.bytes)}`,
        ...(event.action === 'kept' ? {} : {verbose: true as const}),
      };
    case 'notice': {
      const hint = event.hint === null ? '' : ` (${display(event.hint, 240)})`;
      return {
        topic: event.level === 'warning' ? 'warning' : 'note',
        text: `${display(event.message, 240)}${hint}`,
      };
    }
  }
}

const stopping = {
  'finish-early': 'finishing early with what is there',
  interrupted: 'interrupted; once more stops at once',
  terminated: 'terminated',
  error: 'after an error',
} as const;

const things = {
  crawl: ['page read', 'pages read'],
  extract: ['page with text', 'pages with text'],
  distil: ['rule', 'rules'],
  assemble: ['topic', 'topics'],
  write: ['file', 'files'],
} as const;
