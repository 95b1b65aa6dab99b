import type {DemoPage} from '../layout.ts';
import {admonition, code, h2, h3, table, versionNote} from '../markup.ts';

export const configuration: DemoPage = {
  path: '/guide/configuration.html',
  title: 'Configuration',
  body: `
<p>TypeScript projects are configured in <code>millrace.config.ts</code>, Python projects in
<code>millrace.toml</code>. Both files hold the same options; Python spells them in snake case.</p>
${h2('where-values-come-from', 'Where values come from')}
<p>A value is taken from the first place that has one:</p>
<ol>
<li>an argument of the constructor, such as <code>new Worker(queue, handler, {concurrency: 2})</code>;</li>
<li>an environment variable, such as <code>MILLRACE_LEASE_MS</code>;</li>
<li>the entry of the queue in <code>queues</code>;</li>
<li>the top level of the file;</li>
<li>the default.</li>
</ol>
<p>Unknown options are errors since 3.0. In 2.x they were ignored, and many configuration files turned out to hold a
misspelt option that had never had any effect.</p>
${h2('options', 'Options')}
${table(
  ['Option', 'Type', 'Default', 'Description'],
  [
    [
      '<code>storage.url</code>',
      'string',
      '',
      'Required. Address of the database: <code>postgres://</code> or <code>rediss://</code>.',
    ],
    [
      '<code>storage.poolSize</code>',
      'number',
      '<code>10</code>',
      'Connections per process. Must be larger than the sum of <code>concurrency</code> of all workers in the process.',
    ],
    [
      '<code>signingKeys</code>',
      'string[]',
      '<code>[]</code>',
      'Required in production. The first key signs new jobs; every key in the list is accepted. At least 32 bytes each.',
    ],
    [
      '<code>namespace</code>',
      'string',
      '<code>"default"</code>',
      'Prefix of all tables and keys. Two deployments that share a database must not share a namespace.',
    ],
    [
      '<code>leaseMs</code>',
      'number',
      '<code>30000</code>',
      'How long a worker owns a job without a heartbeat, in milliseconds.',
    ],
    [
      '<code>concurrency</code>',
      'number',
      '<code>4</code>',
      'Jobs that one worker handles at the same time.',
    ],
    [
      '<code>retry</code>',
      'RetryPolicy',
      '<code>{limit: 5}</code>',
      'See <a href="/guide/retries.html">Retries</a>.',
    ],
    [
      '<code>maxPayloadBytes</code>',
      'number',
      '<code>262144</code>',
      'A larger payload is rejected with <code>PayloadTooLargeError</code>, in bytes of JSON.',
    ],
    [
      '<code>retention.completedMs</code>',
      'number',
      '<code>86400000</code>',
      'Results older than this are deleted; <code>Queue.result()</code> then returns <code>null</code>.',
    ],
    [
      '<code>redisUrl</code>',
      'string',
      '',
      '<strong>Deprecated since 3.1.</strong> Use <code>storage.url</code> instead. It will be removed in 4.0.',
    ],
    [
      '<code>pollIntervalMs</code>',
      'number',
      '<code>1000</code>',
      '<strong>Deprecated since 3.2.</strong> Ignored on PostgreSQL, where workers are notified of new jobs.',
    ],
  ],
)}
${admonition(
  'warning',
  `<p>If <code>storage.poolSize</code> is smaller than the sum of <code>concurrency</code>, heartbeats wait for a free
connection, leases run out, and healthy jobs are run twice. Millrace logs <code>POOL_TOO_SMALL</code> at start but does
not stop.</p>`,
)}
${h2('per-queue', 'Options of one queue')}
${code(
  'ts',
  `
  import {defineConfig, env} from 'millrace';

  export default defineConfig({
    storage: {url: env('MILLRACE_STORAGE_URL'), poolSize: 20},
    signingKeys: [env('MILLRACE_SIGNING_KEY')],
    namespace: 'shop',
    queues: {
      emails: {retry: {limit: 8}},
      invoices: {concurrency: 1, leaseMs: 120_000},
    },
  });
  `,
  'millrace.config.ts',
)}
${code(
  'toml',
  `
  namespace = "shop"
  signing_keys = ["env:MILLRACE_SIGNING_KEY"]

  [storage]
  url = "env:MILLRACE_STORAGE_URL"

  [queues.invoices]
  concurrency = 1
  lease_ms = 120000
  `,
  'millrace.toml',
)}
<p>Queue names must match <code>[a-z][a-z0-9-]*</code> and must not be longer than 48 characters.</p>
${h3('environment', 'Values from the environment')}
<p>Use <code>env()</code> for anything that differs between deployments. Do not read <code>process.env</code> in
<code>millrace.config.ts</code>: a missing variable then becomes the string <code>"undefined"</code> in the storage
address, whereas <code>env()</code> stops with the name of the variable.</p>
${code(
  'ts',
  `
  // Bad: connects to a host named "undefined" when the variable is missing.
  storage: {url: \`postgres://\${process.env.DB_HOST}/jobs\`},

  // Good: stops at start with "MILLRACE_STORAGE_URL is not set".
  storage: {url: env('MILLRACE_STORAGE_URL')},
  `,
)}
${versionNote('versionchanged', '3.0', 'All durations are milliseconds and end in <code>Ms</code>. In 2.x, <code>timeout</code> and <code>delay</code> were seconds.')}
${h2('schema', 'The database schema')}
<p>You must run <code>millrace migrate</code> once per release, before the first worker of that release starts. A worker
that finds an older schema refuses to run.</p>
${code('sh', 'npx millrace migrate')}
<p>Never run <code>millrace migrate</code> from the start script of a worker: ten workers that start together wait for
one lock, and the platform takes them for dead.</p>
${h2('redis', 'Notes on Redis')}
<p>Use <code>rediss://</code>, with two s, outside of a private network. Redis Cluster is not supported: the
scripts that lease a job touch keys of several slots.</p>
`,
};
