import type {DemoPage} from '../layout.ts';
import {admonition, code, h2} from '../markup.ts';

export const home: DemoPage = {
  path: '/',
  title: 'Millrace',
  body: `
<p>Millrace runs background jobs and schedules on a database that you already have. Jobs are stored in PostgreSQL or
Redis, handed to workers under a lease, retried with backoff, and kept until somebody has looked at the ones that failed.
There is no broker to run.</p>
${code(
  'ts',
  `
  import {Queue, Worker} from 'millrace';

  const emails = new Queue<{to: string}>('emails');
  const worker = new Worker(emails, async (job, ctx) => {
    await sendWelcome(job.payload.to, {signal: ctx.signal});
  });

  await emails.enqueue({to: 'ada@example.com'});
  await worker.run();
  `,
)}
<p>The library has a TypeScript API for queues, workers and schedules, and a Python client that enqueues jobs, reads
their results and, since version 3.1, runs workers too. Both speak the same wire format, so a Django application can
enqueue a job that a Node.js worker handles.</p>
${h2('what-it-promises', 'What it promises')}
<ul>
<li><strong>At least once.</strong> A job that was accepted is run until a handler returns, the retries are used up, or
its deadline has passed. It may run twice, so handlers must be idempotent.
See <a href="/guide/workers.html#idempotent-handlers">idempotent handlers</a>.</li>
<li><strong>Nothing is lost in silence.</strong> A job that used up its retries moves to the dead-letter queue and
stays there for 14 days. See <a href="/guide/retries.html#dead-letters">dead letters</a>.</li>
<li><strong>One clock.</strong> Leases, delays and schedules use the time of the database, not of the worker.</li>
</ul>
<p>Millrace does not promise order. Two jobs of one queue can run in any order, even at <code>concurrency: 1</code>,
because a retried job goes to the end of the queue.</p>
${admonition(
  'warning',
  `<p>Version 3 cannot read jobs that were written by version 1. Drain every 1.x queue with Millrace 2.9 before you
install 3.0.</p>`,
)}
${h2('requirements', 'Requirements')}
<ul>
<li>Node.js 20.11 or later. The package is ESM only since 3.0.</li>
<li>Python 3.10 or later for the Python client.</li>
<li>PostgreSQL 14 or later, or Redis 7.2 or later. Redis must run with <code>maxmemory-policy noeviction</code>;
with any other policy, Redis deletes jobs when memory is short.</li>
</ul>
${h2('where-to-go', 'Where to go from here')}
<ul>
<li><a href="/getting-started.html">Get started</a> takes ten minutes and ends with a running worker.</li>
<li>Coming from 2.x? Read <a href="/releases/migrating-to-3.html">Migrating from 2.x to 3.0</a> first.</li>
<li>Going live? Read <a href="/guide/security.html">Security</a> and
<a href="/guide/workers.html#shutting-down">Shutting down</a>.</li>
</ul>
`,
};
