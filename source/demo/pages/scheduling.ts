import type {DemoPage} from '../layout.ts';
import {admonition, code, h2, h3, table, tabs, versionNote} from '../markup.ts';

export const scheduling: DemoPage = {
  path: '/guide/scheduling.html',
  title: 'Scheduling',
  body: `
<p>A schedule enqueues a job again and again. A delay enqueues it once, later. Both are stored in the database, so they
survive a restart.</p>
${h2('cron', 'Cron schedules')}
${code(
  'ts',
  `
  import {Scheduler} from 'millrace';

  const scheduler = new Scheduler();
  await scheduler.cron('nightly-report', '30 4 * * *', {
    timezone: 'Europe/Vienna',
    queue: reports,
    payload: {kind: 'nightly'},
  });
  await scheduler.start();
  `,
  'src/schedules.ts',
)}
<p>The <code>timezone</code> option of <code>Scheduler.cron()</code> is required since 3.0. Version 2.x used the time zone
of the machine, so that a schedule moved by hours when it was deployed elsewhere. Names are those of the
<a href="https://www.iana.org/time-zones" rel="noopener">IANA time zone database</a>; abbreviations such as
<code>CET</code> are refused.</p>
${admonition(
  'warning',
  `<p>Do not schedule jobs between 01:00 and 03:00 in a zone with daylight saving time. On one night of the year the
local time <code>02:30</code> does not exist and the run is skipped; on another it exists twice and the job runs twice.
Use <code>timezone: 'UTC'</code> for billing and other jobs that must run exactly once a day.</p>`,
)}
<p>Expressions have five fields. An expression with a sixth field for seconds is rejected with
<code>ScheduleError</code>; use <code>Scheduler.every()</code> for periods below a minute.</p>
${h2('intervals', 'Intervals')}
${code(
  'ts',
  `
  await scheduler.every('refresh-rates', {everyMs: 15_000, queue: rates, payload: {}});
  `,
)}
${versionNote('deprecated', '3.2', '<code>Scheduler.interval()</code> is deprecated. Use <code>Scheduler.every()</code> instead, which does not drift: the next run is counted from the planned time, not from the end of the last run.')}
${h2('names', 'Names of schedules')}
<p>The name identifies a schedule across deployments. If you rename a schedule, you must remove the old name with
<code>scheduler.remove()</code>; otherwise both run.</p>
${code(
  'ts',
  `
  await scheduler.remove('nightly-report');
  await scheduler.cron('daily-report', '30 4 * * *', {timezone: 'UTC', queue: reports, payload: {kind: 'daily'}});
  `,
)}
<p>Call <code>Scheduler.start()</code> in every process that defines schedules. The processes elect a leader, and only the
leader enqueues; you do not need a process of its own for it.</p>
${h2('missed-runs', 'Missed runs')}
<p>What happens to runs that fell into a time when no process was up is decided by <code>catchUp</code>:</p>
${table(
  ['Value', 'After an outage of three runs', 'Use it for'],
  [
    ['<code>"one"</code> (default)', 'one job, as soon as a leader is there', 'reports, clean-up'],
    ['<code>"all"</code>', 'three jobs, each with its own <code>job.plannedAt</code>', 'billing periods'],
    ['<code>"none"</code>', 'nothing until the next planned time', 'reminders, cache warm-up'],
  ],
)}
<p>In a handler, use <code>job.plannedAt</code> rather than <code>new Date()</code> to find out which period a run is for.
The two differ whenever a run was late.</p>
${h2('delays', 'Delays')}
${tabs('delay-tabs', [
  {
    label: 'TypeScript',
    content: code('ts', `await emails.enqueue({to: user.email}, {delayMs: 3_600_000});`),
  },
  {
    label: 'Python',
    content: code(
      'python',
      `
      from datetime import datetime, timedelta, timezone

      client.enqueue("emails", {"to": user.email}, run_at=datetime.now(timezone.utc) + timedelta(hours=1))
      `,
    ),
  },
])}
<p>A delay must not be longer than 30 days. For anything later, store the date in a table of your own and let a daily
schedule enqueue what is due.</p>
${h3('aware-datetimes', 'Datetimes in Python')}
<p>The Python client accepts only aware datetimes in <code>run_at</code>. Since 3.0, a naive datetime raises
<code>ValueError</code>; in 2.x it was taken for UTC without a word.</p>
${code(
  'python',
  `
  # Bad: raises ValueError, because the datetime has no time zone.
  client.enqueue("emails", payload, run_at=datetime.now())

  # Good: the datetime says which zone it means.
  client.enqueue("emails", payload, run_at=datetime.now(timezone.utc))
  `,
)}
`,
};
