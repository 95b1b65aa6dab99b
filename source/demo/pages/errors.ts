import type {DemoPage} from '../layout.ts';
import {admonition, code, h2, table, tabs} from '../markup.ts';

export const errors: DemoPage = {
  path: '/guide/errors.html',
  title: 'Errors',
  body: `
<p>Everything that Millrace throws is a <code>MillraceError</code> with a stable <code>code</code>. Compare
<code>error.code</code>, not <code>error.message</code>: messages may change in any release, codes only in a major one.</p>
${h2('error-classes', 'Error classes')}
${table(
  ['Class', 'Code', 'Thrown when', 'What to do'],
  [
    [
      '<code>StorageError</code>',
      '<code>STORAGE</code>',
      'the database cannot be reached',
      'repeat the call with the same key; the job may have been stored',
    ],
    [
      '<code>PayloadTooLargeError</code>',
      '<code>PAYLOAD_SIZE</code>',
      'the JSON of a payload is over <code>maxPayloadBytes</code>',
      'store the data elsewhere and enqueue a reference',
    ],
    [
      '<code>DuplicateKeyError</code>',
      '<code>DUPLICATE_KEY</code>',
      'the key is taken and <code>onDuplicate</code> is <code>"throw"</code>',
      'read the job that holds the key',
    ],
    [
      '<code>SignatureError</code>',
      '<code>SIGNATURE</code>',
      'a job carries no valid signature',
      'do not retry; find out who wrote it',
    ],
    [
      '<code>LeaseLostError</code>',
      '<code>LEASE_LOST</code>',
      'another worker has the job',
      'stop writing and rethrow',
    ],
    [
      '<code>DeadlineError</code>',
      '<code>DEADLINE</code>',
      'the delay is longer than the deadline',
      'fix the call',
    ],
    [
      '<code>ScheduleError</code>',
      '<code>SCHEDULE</code>',
      'a cron expression or a time zone cannot be read',
      'fix the call',
    ],
    [
      '<code>StateError</code>',
      '<code>STATE</code>',
      'an object is used after it was closed',
      'create a new one',
    ],
  ],
)}
${h2('worker-errors', 'Errors of a worker')}
<p>An error in a handler is reported as the event <code>job.failed</code>. An error of the worker itself, such as a lost
connection, is reported as <code>error</code>. You must listen to the <code>error</code> event of every
<code>Worker</code>; without a listener, Node.js ends the process.</p>
${code(
  'ts',
  `
  worker.on('error', (error) => logger.error({code: error.code}, 'worker trouble'));
  worker.on('job.failed', ({job, error, willRetry}) => {
    if (!willRetry) {
      alerts.send(job.queue, error);
    }
  });
  `,
)}
<p>Listeners run inside the worker loop and must not throw. Do not await slow calls in a listener; enqueue a job
instead.</p>
${h2('duplicate-keys', 'Duplicate keys')}
<p>By default, <code>Queue.enqueue()</code> with a key that is already in the queue returns the existing job and discards
the new payload. No error is thrown. Set <code>onDuplicate: 'throw'</code> where that would be a fault, or
<code>onDuplicate: 'replace'</code> where the last payload should win.</p>
${code(
  'ts',
  `
  await reports.enqueue({day: '2026-03-01'}, {key: 'report:2026-03-01', onDuplicate: 'throw'});
  `,
)}
${admonition(
  'note',
  `<p>A key is free again as soon as its job has completed. Use <code>keyTtlMs</code> to hold it longer.</p>`,
)}
${h2('catching', 'Catching the right thing')}
${tabs('catch-tabs', [
  {
    label: 'TypeScript',
    content: code(
      'ts',
      `
      import {MillraceError} from 'millrace';

      try {
        await emails.enqueue(payload);
      } catch (error) {
        if (MillraceError.is(error, 'PAYLOAD_SIZE')) {
          return reply.status(413).send();
        }
        throw error;
      }
      `,
    ),
  },
  {
    label: 'Python',
    content: code(
      'python',
      `
      from millrace import PayloadTooLarge

      try:
          client.enqueue("emails", payload)
      except PayloadTooLarge:
          return HttpResponse(status=413)
      `,
    ),
  },
])}
<p>Prefer <code>MillraceError.is()</code> over <code>instanceof</code>. When two copies of the package are installed,
<code>instanceof</code> compares against the wrong class and answers <code>false</code>.</p>
`,
};
