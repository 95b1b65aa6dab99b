import type {DemoPage} from '../layout.ts';
import {code, entry, h2, versionNote} from '../markup.ts';

export const typescript: DemoPage = {
  path: '/reference/typescript.html',
  title: 'TypeScript API',
  body: `
<p>Everything on this page is exported from <code>millrace</code>. Names that are not listed here are internal and may
change in any release.</p>
${h2('queue', 'Queue')}
${entry(
  'Queue',
  'new Queue<Payload>(name: string, options?: QueueOptions)',
  `<p>Opens a queue. The connection is made on first use and shared by all queues of the process.</p>`,
)}
${entry(
  'Queue.enqueue',
  'Queue.enqueue(payload: Payload, options?: EnqueueOptions): Promise<Job>',
  `<p>Stores one job and resolves when the database has confirmed it. The payload must be JSON: a <code>Date</code>
becomes a string, a <code>Map</code> becomes an empty object, and <code>undefined</code> disappears.</p>
${code('ts', `await emails.enqueue({to: 'ada@example.com'}, {key: 'welcome:ada', delayMs: 5_000});`)}`,
)}
${entry(
  'Queue.enqueueMany',
  'Queue.enqueueMany(jobs: Iterable<JobInput<Payload>>): Promise<Job[]>',
  `<p>Stores up to 1,000 jobs in one round trip. Either all of them are stored or none. Use it instead of
<code>Promise.all()</code> over <code>Queue.enqueue()</code>, which takes one connection per job.</p>`,
)}
${entry(
  'Queue.result',
  'Queue.result(id: string): Promise<unknown>',
  `<p>The value that the handler returned, or <code>null</code> if the job is not done or its result was deleted.
Do not wait for a job by calling <code>Queue.result()</code> in a loop; use <code>Job.finished()</code>.</p>`,
)}
${entry(
  'Queue.drain',
  'Queue.drain(): Promise<void>',
  `<p>Resolves when the queue is empty and nothing is running. Must not be called inside a handler.</p>`,
)}
${entry(
  'Queue.close',
  'Queue.close(): Promise<void>',
  `<p>Sends what is in the buffer and gives up the connection. You must call <code>Queue.close()</code> before the
process exits; otherwise jobs that are still in the send buffer are lost. A closed queue cannot be opened again; create a new one.</p>`,
)}
${entry(
  'Queue.size',
  'Queue.size(): Promise<number>',
  versionNote(
    'deprecated',
    '3.1',
    'Use <code>Queue.counts()</code> instead. <code>Queue.size()</code> leaves out delayed jobs.',
  ),
  'deprecated',
)}
${entry(
  'Queue.counts',
  'Queue.counts(): Promise<{ready: number; delayed: number; running: number; dead: number}>',
  `<p>How many jobs are in each state.</p>
${versionNote('versionadded', '3.1', 'Replaces <code>Queue.size()</code>.')}`,
)}
${h2('worker', 'Worker')}
${entry(
  'Worker',
  'new Worker<Payload>(queue: Queue<Payload>, handler: Handler<Payload>, options?: WorkerOptions)',
  `<p>Does nothing until <code>Worker.run()</code> is called.</p>`,
)}
${entry(
  'Worker.run',
  'Worker.run(): Promise<void>',
  `<p>Takes jobs until <code>Worker.stop()</code> is called. Can be called once; a second call throws
<code>StateError</code>.</p>`,
)}
${entry(
  'Worker.stop',
  'Worker.stop(options?: {graceMs?: number}): Promise<void>',
  `<p>Stops taking jobs and waits for the running ones, 10 seconds unless <code>graceMs</code> says otherwise.</p>`,
)}
${entry(
  'Worker.shutdown',
  'Worker.shutdown(): Promise<void>',
  versionNote(
    'deprecated',
    '3.1',
    'Use <code>Worker.stop()</code> instead. <code>Worker.shutdown()</code> will be removed in 4.0.',
  ),
  'deprecated',
)}
${h2('job-context', 'JobContext')}
<p>The second argument of a handler. Do not keep it after the handler has returned: its methods then throw
<code>StateError</code>.</p>
${entry('JobContext.signal', 'JobContext.signal: AbortSignal', `<p>Aborted when the job must end.</p>`)}
${entry(
  'JobContext.heartbeat',
  'JobContext.heartbeat(): Promise<void>',
  `<p>Starts the lease anew. Throws <code>LeaseLostError</code> if another worker has the job. Calls that follow within a
second are free; they do not reach the database.</p>`,
)}
${entry(
  'JobContext.attempt',
  'JobContext.attempt: number',
  `<p>Counts from 1. It was 0 for the first attempt in 2.x.</p>`,
)}
${h2('scheduler', 'Scheduler')}
${entry(
  'Scheduler.cron',
  'Scheduler.cron(name: string, expression: string, options: CronOptions): Promise<void>',
  `<p>Creates or updates a schedule. <code>options.timezone</code> and <code>options.queue</code> are required.</p>`,
)}
${entry(
  'Scheduler.every',
  'Scheduler.every(name: string, options: EveryOptions): Promise<void>',
  `<p>Enqueues a job each <code>everyMs</code> milliseconds; at least 1,000.</p>
${versionNote('versionadded', '3.2', 'Replaces <code>Scheduler.interval()</code>.')}`,
)}
${entry(
  'Scheduler.interval',
  'Scheduler.interval(name: string, seconds: number, options: CronOptions): Promise<void>',
  versionNote(
    'deprecated',
    '3.2',
    'Use <code>Scheduler.every()</code> instead, and mind the unit: <code>Scheduler.interval()</code> takes seconds, <code>Scheduler.every()</code> takes milliseconds.',
  ),
  'deprecated',
)}
${entry(
  'Scheduler.remove',
  'Scheduler.remove(name: string): Promise<boolean>',
  `<p>Removes a schedule; jobs that it has already enqueued stay. Resolves to <code>false</code> if there was none.</p>`,
)}
`,
};
