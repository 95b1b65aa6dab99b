import type {DemoPage} from '../layout.ts';
import {admonition, code, h2, table, versionNote} from '../markup.ts';

export const retries: DemoPage = {
  path: '/guide/retries.html',
  title: 'Retries',
  body: `
<p>A handler that throws has failed, and the job is tried again after a pause. The pause grows from try to try and is
spread at random, so that a thousand jobs that failed together do not come back together.</p>
${h2('policy', 'The retry policy')}
${table(
  ['Option', 'Type', 'Default', 'Description'],
  [
    [
      '<code>limit</code>',
      'number',
      '<code>5</code>',
      'Retries after the first attempt; a limit of 5 means up to 6 attempts.',
    ],
    [
      '<code>backoff</code>',
      'string',
      '<code>"exponential"</code>',
      '<code>"exponential"</code>, <code>"linear"</code> or <code>"fixed"</code>.',
    ],
    ['<code>baseMs</code>', 'number', '<code>1000</code>', 'Pause before the first retry.'],
    ['<code>maxMs</code>', 'number', '<code>600000</code>', 'No pause is longer than this.'],
    [
      '<code>jitter</code>',
      'string',
      '<code>"full"</code>',
      '<code>"full"</code>, <code>"equal"</code> or <code>"none"</code>.',
    ],
  ],
)}
${code(
  'ts',
  `
  const invoices = new Queue<Invoice>('invoices', {
    retry: {limit: 10, backoff: 'exponential', baseMs: 2_000, maxMs: 900_000},
  });
  `,
)}
${versionNote('versionchanged', '3.0', '<code>retry.limit</code> counts retries. The option <code>maxRetries</code> of 2.x counted the first attempt too, so <code>maxRetries: 5</code> becomes <code>retry: {limit: 4}</code>.')}
<p>Avoid <code>jitter: 'none'</code> outside of tests. When a service comes back after an outage, all waiting jobs hit
it in the same second and take it down again.</p>
${h2('giving-up', 'Giving up at once')}
<p>Some failures will not go away. Throw <code>FatalError</code> for them: the job moves to the dead letters without
another attempt.</p>
${code(
  'ts',
  `
  import {FatalError} from 'millrace';

  const worker = new Worker(emails, async (job) => {
    const user = await users.find(job.payload.userId);
    if (!user) {
      throw new FatalError('user was deleted');
    }
    await sendWelcome(user);
  });
  `,
)}
<p>Do not catch an error only to log it. A handler that returns has succeeded, whatever it logged, and the job is gone.</p>
${code(
  'ts',
  `
  // Bad: the job counts as done although nothing was sent.
  try {
    await sendWelcome(user);
  } catch (error) {
    logger.error(error);
  }

  // Good: the error leaves the handler and the job is tried again.
  await sendWelcome(user);
  `,
)}
${h2('rate-limits', 'Rate limits of other services')}
<p>A service that answers with status 429 has not failed. Throw <code>RetryLater</code> with the pause that it asked
for; this does not use up a retry.</p>
${code(
  'ts',
  `
  if (response.status === 429) {
    throw new RetryLater({afterMs: Number(response.headers.get('retry-after')) * 1_000});
  }
  `,
)}
${admonition(
  'note',
  `<p>A job that throws <code>RetryLater</code> for ever never ends. Set <code>deadlineMs</code> on queues whose handlers
use it.</p>`,
)}
${h2('deadlines', 'Deadlines')}
<p><code>deadlineMs</code> counts from the moment the job was enqueued, not from its first attempt. A job with a delay of
an hour and a deadline of 30 minutes never runs: <code>enqueue()</code> rejects such a pair with
<code>DeadlineError</code> since 3.2.</p>
${h2('dead-letters', 'Dead letters')}
<p>A job that used up its retries is kept in the dead-letter queue for 14 days and then deleted. You should raise an
alert when <code>queue.dead.count()</code> is above zero; Millrace itself does not tell anybody.</p>
${code(
  'ts',
  `
  for await (const job of invoices.dead.list()) {
    await invoices.dead.requeue(job.id);
  }
  `,
)}
${admonition(
  'warning',
  `<p><code>queue.dead.requeue()</code> starts the retries from zero but keeps the old payload. If the payload itself was
the fault, call <code>queue.dead.discard()</code> and enqueue a new job instead.</p>`,
)}
`,
};
