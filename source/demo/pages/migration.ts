import type {DemoPage} from '../layout.ts';
import {admonition, code, h2, h3, table} from '../markup.ts';

export const migration: DemoPage = {
  path: '/releases/migrating-to-3.html',
  title: 'Migrating from 2.x to 3.0',
  body: `
<p>Version 3.0 signs jobs, counts time in milliseconds and drops what was deprecated in 2.x. Most projects need an
hour. Update to 2.9 first: it warns about every call that 3.0 no longer has.</p>
${h2('steps', 'Steps')}
<ol>
<li>Install Millrace 2.9 and remove all deprecation warnings.</li>
<li>Set <code>signingKeys</code> in every producer and every worker. 2.9 signs jobs but does not check signatures.</li>
<li>Stop the schedulers. A 2.x scheduler and a 3.0 scheduler must not run at the same time; each would elect a leader of
its own.</li>
<li>Run <code>npx millrace migrate</code>. 2.9 workers can go on working on the new schema, older ones cannot.</li>
<li>Deploy 3.0 with <code>trustUnsigned: true</code>. When the last job from before step 2 is done, remove the option.</li>
</ol>
${admonition(
  'danger',
  `<p><code>npx millrace migrate</code> cannot be undone. Make a backup of the database first.</p>`,
)}
${h2('removed', 'Removed and renamed')}
${table(
  ['2.x', '3.0', 'Remarks'],
  [
    [
      '<code>Queue.push()</code>',
      '<code>Queue.enqueue()</code>',
      'the options moved into the second argument',
    ],
    [
      '<code>Queue.pushMany()</code>',
      '<code>Queue.enqueueMany()</code>',
      'all or nothing; 2.x could store a part',
    ],
    ['<code>connect()</code>', '<code>defineConfig()</code>', 'connections are opened on first use'],
    ['<code>maxRetries</code>', '<code>retry.limit</code>', 'one less: the first attempt no longer counts'],
    ['<code>timeout</code> (seconds)', '<code>leaseMs</code> (milliseconds)', 'multiply by 1,000'],
    ['<code>delay</code> (seconds)', '<code>delayMs</code> (milliseconds)', 'multiply by 1,000'],
    [
      '<code>onFailure</code>',
      '<code>worker.on("job.failed")</code>',
      'the event also says whether a retry follows',
    ],
    ['<code>ctx.done()</code>', 'return value', 'a handler is done when it returns'],
    ['<code>millrace.Queue</code> (Python)', '<code>millrace.Client</code>', 'one client serves all queues'],
  ],
)}
${h3('push', 'Queue.push()')}
<p><code>Queue.push()</code> was removed in 3.0. Use <code>Queue.enqueue()</code> instead.</p>
<p>Before (2.x):</p>
${code('ts', `emails.push('welcome', {to: user.email}, 60);`)}
<p>After (3.0):</p>
${code('ts', `await emails.enqueue({to: user.email}, {delayMs: 60_000});`)}
${h3('connect', 'connect()')}
<p>The global <code>connect()</code> was removed in 3.0. Put the storage into <code>millrace.config.ts</code> with
<code>defineConfig()</code> instead.</p>
<p>Before (2.x):</p>
${code(
  'ts',
  `
  import {connect} from 'millrace';

  connect(process.env.REDIS_URL);
  `,
)}
<p>After (3.0):</p>
${code(
  'ts',
  `
  import {defineConfig, env} from 'millrace';

  export default defineConfig({
    storage: {url: env('MILLRACE_STORAGE_URL')},
    signingKeys: [env('MILLRACE_SIGNING_KEY')],
  });
  `,
  'millrace.config.ts',
)}
${h3('done', 'ctx.done()')}
<p><code>ctx.done()</code> was removed in 3.0. Return the result from the handler instead. A handler that called
<code>ctx.done()</code> and went on working was a common reason for jobs that ran twice.</p>
${code(
  'diff',
  `
   const worker = new Worker(reports, async (job, ctx) => {
     const report = await build(job.payload);
  -  ctx.done(report);
  +  return report;
   });
  `,
)}
${h3('python-queue', 'millrace.Queue in Python')}
<p>The class <code>millrace.Queue</code> was replaced by <code>millrace.Client</code> in 3.0.</p>
<p>Before (2.x):</p>
${code(
  'python',
  `
  from millrace import Queue

  Queue("emails").push({"to": "ada@example.com"})
  `,
)}
<p>After (3.0):</p>
${code(
  'python',
  `
  from millrace import Client

  with Client.from_config("millrace.toml") as client:
      client.enqueue("emails", {"to": "ada@example.com"})
  `,
)}
${h2('changed', 'Changed behaviour')}
<ul>
<li><code>Job.id</code> is a string. Code that compares it with a number never matches; columns that store it must be
text.</li>
<li><code>require('millrace')</code> no longer works, because the package is ESM only. Use <code>import</code>.</li>
<li><code>ctx.attempt</code> counts from 1 instead of 0.</li>
<li><code>Scheduler.cron()</code> throws <code>ScheduleError</code> when <code>timezone</code> is missing.</li>
<li><code>mountDashboard()</code> throws when <code>authorize</code> is missing.</li>
</ul>
`,
};
