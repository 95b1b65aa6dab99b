import type {DemoPage} from '../layout.ts';
import {admonition, code, entry, h2, versionNote} from '../markup.ts';

export const python: DemoPage = {
  path: '/reference/python.html',
  title: 'Python client',
  body: `
<p>The Python client enqueues jobs, reads results and runs workers. It reads <code>millrace.toml</code> and shares
queues with TypeScript services.</p>
${h2('client', 'Client')}
${entry(
  'millrace.Client',
  'class millrace.Client(storage_url, *, signing_keys, namespace="default")',
  `<p>A connection pool. Use it as a context manager, or call <code>Client.close()</code> yourself.</p>
${admonition(
  'danger',
  `<p>Never share a <code>Client</code> between processes. With gunicorn, create it in the <code>post_fork</code> hook;
a client that was created before <code>os.fork()</code> uses the sockets of its parent.</p>`,
)}
${code(
  'python',
  `
  from millrace import Client

  def post_fork(server, worker):
      worker.app.millrace = Client.from_config("millrace.toml")
  `,
  'gunicorn.conf.py',
)}`,
)}
${entry(
  'millrace.Client.enqueue',
  'Client.enqueue(queue, payload, *, key=None, delay_ms=0, run_at=None, on_duplicate="return")',
  `<p>Stores one job and returns a <code>Job</code>. <code>delay_ms</code> and <code>run_at</code> cannot be used
together. <code>Decimal</code> values are refused with <code>TypeError</code>; convert them to strings, not to floats.</p>`,
)}
${entry(
  'millrace.Client.send',
  'Client.send(queue, payload, countdown=0)',
  versionNote(
    'deprecated',
    '3.1',
    'Use <code>Client.enqueue()</code> instead. The <code>countdown</code> of <code>Client.send()</code> is in seconds; <code>delay_ms</code> is in milliseconds.',
  ),
  'deprecated',
)}
${entry(
  'millrace.Client.result',
  'Client.result(job_id, *, timeout_ms=None)',
  `<p>Waits for the job and returns what its handler returned. Without <code>timeout_ms</code> it waits for ever, so
always pass <code>timeout_ms</code> in a web request.</p>`,
)}
${h2('async-client', 'AsyncClient')}
${entry(
  'millrace.AsyncClient',
  'class millrace.AsyncClient(storage_url, *, signing_keys, namespace="default")',
  `<p>The same methods as coroutines. Do not call <code>Client.enqueue()</code> in a coroutine: it blocks the event loop for
the time of a round trip. Use <code>AsyncClient.enqueue()</code> there.</p>
${code(
  'python',
  `
  # Bad: blocks every other request of the process.
  async def sign_up(request):
      client.enqueue("emails", {"to": request.email})

  # Good: waits without blocking.
  async def sign_up(request):
      await async_client.enqueue("emails", {"to": request.email})
  `,
)}`,
)}
${h2('worker', 'Worker')}
${entry(
  'millrace.Worker',
  'class millrace.Worker(client, queue, handler, *, concurrency=4, lease_ms=30_000, schema=None)',
  `<p>Runs handlers in a pool of threads. A handler must be a plain function; since 3.2 a coroutine function raises
<code>TypeError</code> at start, where 3.1 never awaited it.</p>
${versionNote('versionadded', '3.1', 'Before, only TypeScript could run workers.')}`,
)}
${entry(
  'millrace.Worker.stop',
  'Worker.stop(*, grace_ms=10_000)',
  `<p>Can be called from a signal handler. Python has no way to interrupt a thread. A handler that can run longer
than <code>grace_ms</code> should check <code>ctx.cancelled</code> in its loops.</p>`,
)}
${h2('exceptions', 'Exceptions')}
<p>All exceptions derive from <code>millrace.MillraceError</code>. Raise <code>millrace.Fatal</code> in a handler to give up
without a retry, and <code>millrace.RetryLater</code> to come back later without using one up.</p>
`,
};
