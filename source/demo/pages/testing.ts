import type {DemoPage} from '../layout.ts';
import {admonition, code, h2} from '../markup.ts';

export const testing: DemoPage = {
  path: '/guide/testing.html',
  title: 'Testing',
  body: `
<p>The entry point <code>millrace/testing</code> has a queue in memory and a clock that stands still until you move
it. Tests need no database and do not wait.</p>
${h2('test-queue', 'A queue in memory')}
${code(
  'ts',
  `
  import {createTestQueue} from 'millrace/testing';
  import {expect, test} from 'vitest';
  import {welcome} from '../src/handlers.ts';

  test('sends one welcome email', async () => {
    await using emails = createTestQueue('emails', {handler: welcome});
    await emails.enqueue({to: 'ada@example.com'});

    await emails.runAll();

    expect(emails.completed).toHaveLength(1);
  });
  `,
  'test/welcome.test.ts',
)}
<p>Keep handlers in a file of their own, apart from the call of <code>Worker.run()</code>. A test that imports
<code>src/worker.ts</code> starts a worker and never ends.</p>
<p><code>TestQueue.runAll()</code> does not retry: it throws the first error of a handler, so that the test fails where the
fault is. Pass <code>{retries: true}</code> to test the retries themselves.</p>
${admonition(
  'warning',
  `<p>Do not use <code>InMemoryStorage</code> outside of tests. Its jobs are gone when the process ends, and two processes
do not see each other's jobs.</p>`,
)}
${h2('time', 'Time')}
<p>Move the time with <code>clock.advance()</code>. Do not use the fake timers of your test runner together with
<code>createTestQueue()</code>: Millrace asks the storage for the time, so fake timers freeze the heartbeats but not the
leases.</p>
${code(
  'ts',
  `
  // Bad: freezes heartbeats; the lease still runs out.
  vi.useFakeTimers();
  vi.advanceTimersByTime(60_000);

  // Good: moves leases, delays and schedules together.
  await emails.clock.advance(60_000);
  `,
)}
<p>Always await <code>clock.advance()</code>. It resolves when all jobs that became due have been handled.</p>
${h2('python-tests', 'Tests in Python')}
${code(
  'python',
  `
  from millrace.testing import memory_client

  def test_signup_enqueues_a_welcome():
      with memory_client() as client:
          sign_up(client, "ada@example.com")
          assert client.jobs("emails")[0].payload == {"to": "ada@example.com"}
  `,
  'tests/test_signup.py',
)}
${h2('real-database', 'Tests against a real database')}
<p>Give every test run a <code>namespace</code> of its own. Runs that share a namespace take each other's jobs, and the
tests fail at random.</p>
${code(
  'ts',
  `
  export default defineConfig({
    extends: './millrace.config.ts',
    namespace: 'test-' + env('CI_RUN_ID'),
  });
  `,
  'millrace.test.config.ts',
)}
<p>Keep one test of this kind for each queue that enqueues inside a transaction. The queue in memory ignores the
<code>transaction</code> option.</p>
`,
};
