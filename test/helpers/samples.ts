import type {RunEvent, RunEventBody, RunEventType} from '../../source/events/catalogue.ts';

/** One believable event of each type: the JSON contract in examples. */
export const samples: {readonly [T in RunEventType]: Extract<RunEventBody, {type: T}>} = {
  'run.started': {
    type: 'run.started',
    schema: 1,
    runId: '20261122-184501-7f3a',
    program: 'rules-maker',
    version: '1.0.0',
    url: 'https://docs.acme.dev/guide/',
    targets: ['cursor', 'agents'],
    outputRoot: '/home/ann/shop',
    maxPages: 300,
    concurrency: 2,
  },
  'run.paused': {type: 'run.paused'},
  'run.resumed': {type: 'run.resumed'},
  'run.stopping': {type: 'run.stopping', reason: 'interrupted'},
  'run.finished': {
    type: 'run.finished',
    outcome: 'partial',
    exitCode: 3,
    totals: {
      pages: {discovered: 1, fetched: 1, extracted: 1, skipped: 1, failed: 1},
      rules: {distilled: 1, dropped: 1},
      files: {written: 1, unchanged: 0, kept: 0},
      requests: {retries: 1, throttles: 1, waitedMs: 2000},
    },
    usage: {requests: 0, inputTokens: 0, outputTokens: 0, costMicroUsd: 0},
    error: null,
  },
  'phase.started': {type: 'phase.started', phase: 'crawl', total: null},
  'phase.resized': {type: 'phase.resized', phase: 'crawl', total: 212},
  'phase.finished': {type: 'phase.finished', phase: 'crawl', done: 1},
  'page.discovered': {
    type: 'page.discovered',
    url: 'https://docs.acme.dev/guide/widgets',
    via: 'link',
    depth: 1,
    referrer: 'https://docs.acme.dev/guide/',
  },
  'page.skipped': {
    type: 'page.skipped',
    url: 'https://docs.acme.dev/guide/private',
    reason: 'robots',
    detail: 'robots.txt:2 Disallow: /guide/private',
  },
  'page.fetched': {
    type: 'page.fetched',
    url: 'https://docs.acme.dev/guide/widgets',
    finalUrl: 'https://docs.acme.dev/guide/widgets.html',
    status: 200,
    bytes: 18_204,
    from: 'network',
    durationMs: 412,
  },
  'page.extracted': {
    type: 'page.extracted',
    url: 'https://docs.acme.dev/guide/widgets.html',
    title: 'Widgets',
    sections: 7,
    blocks: 41,
    removed: 2,
  },
  'page.failed': {
    type: 'page.failed',
    url: 'https://docs.acme.dev/guide/legacy',
    code: 'RM-HTTP-404',
    status: 410,
    message: 'HTTP 410',
    missing: true,
  },
  'request.started': {
    type: 'request.started',
    id: 4,
    kind: 'page',
    subject: 'https://docs.acme.dev/guide/widgets',
    attempt: 1,
    maxAttempts: 3,
  },
  'request.retry-scheduled': {
    type: 'request.retry-scheduled',
    id: 4,
    kind: 'page',
    subject: 'https://docs.acme.dev/guide/widgets',
    attempt: 1,
    delayMs: 2000,
    cause: 'HTTP 429',
    status: 429,
  },
  'request.finished': {
    type: 'request.finished',
    id: 4,
    kind: 'page',
    subject: 'https://docs.acme.dev/guide/widgets',
    durationMs: 412,
  },
  'request.failed': {
    type: 'request.failed',
    id: 5,
    kind: 'page',
    subject: 'https://docs.acme.dev/guide/legacy',
    code: 'RM-HTTP-404',
    status: 410,
    message: 'HTTP 410',
  },
  'request.cancelled': {
    type: 'request.cancelled',
    id: 6,
    kind: 'robots',
    subject: 'https://docs.acme.dev/robots.txt',
  },
  'throttle.engaged': {
    type: 'throttle.engaged',
    scope: 'docs.acme.dev',
    cause: 'HTTP 429',
    retryAfterMs: 2000,
  },
  'throttle.released': {type: 'throttle.released', scope: 'docs.acme.dev'},
  'concurrency.changed': {type: 'concurrency.changed', from: 4, to: 5, by: 'user'},
  'rule.distilled': {
    type: 'rule.distilled',
    id: 'acme.widgets.1f3c09aa',
    kind: 'breaking',
    url: 'https://docs.acme.dev/guide/widgets.html',
  },
  'rule.dropped': {
    type: 'rule.dropped',
    reason: 'not-actionable',
    url: 'https://docs.acme.dev/guide/widgets.html',
    quote: 'Widgets are never far away.',
  },
  'file.written': {
    type: 'file.written',
    path: '.cursor/rules/acme.mdc',
    target: 'cursor',
    action: 'created',
    bytes: 812,
    rules: 1,
  },
  notice: {
    type: 'notice',
    level: 'warning',
    code: 'RM-HTTP-019',
    message: 'robots.txt could not be read',
    hint: '--ignore-robots reads on',
  },
};

/** The samples as one run, numbered and dated a second apart. */
export function sampleRun(): RunEvent[] {
  return Object.values(samples)
    .filter(({type}) => type !== 'run.finished')
    .concat(samples['run.finished'])
    .map((body, index) => ({seq: index + 1, at: 1_000_000 + index * 1000, ...body}) as RunEvent);
}
