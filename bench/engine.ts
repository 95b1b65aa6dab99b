import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {BedrockRuntimeClient, ConverseCommand} from '@aws-sdk/client-bedrock-runtime';
import {NodeHttpHandler} from '@smithy/node-http-handler';
import {systemClock} from '../source/clock.ts';
import type {Provider, Question} from '../source/models/contract.ts';
import type {ModelEngine} from '../source/models/engine-contract.ts';
import type {Ledger} from '../source/store/ledger.ts';
import {median} from './child.ts';

const built = <Module>(path: string) =>
  import(new URL(`../dist/${path}.js`, import.meta.url).href) as Promise<Module>;

const calls = 200;
const wideCalls = 1_000;
const concurrency = 64;
const entries = 10_000;
const region = 'us-east-1';
const model = 'us.amazon.nova-2-lite-v1:0';
/** The example keys of the AWS documentation. */
const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** What the model engine adds to a call, on a fake Bedrock in this process: ratios within this run. */
export async function benchEngine(): Promise<string> {
  const {startFakeModels} =
    await built<typeof import('../source/demo/fake-models/start.ts')>('demo/fake-models/start');
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-bench-'));
  const fake = await startFakeModels({script: [{kind: 'reply', text: 'It says how to use it.'}]});
  const bare = bareClient(fake.origin);
  const {engine, close} = await openEngine(fake.origin, folder);
  try {
    const plain: number[] = [];
    const ours: number[] = [];
    await askBare(bare, 'warm');
    await ask(engine, 'warm');
    for (let call = 0; call < calls; call += 1) {
      plain.push(await timed(() => askBare(bare, `p${call}`)));
      ours.push(await timed(() => ask(engine, `q${call}`)));
    }
    const cached: number[] = [];
    for (let call = 0; call < calls; call += 1) cached.push(await timed(() => ask(engine, 'q7')));
    const [bareMs, oursMs] = [median(plain), median(ours)];

    const wideBare = await timed(() => many(wideCalls, (call) => askBare(bare, `w${call}`)));
    const wideOurs = await timed(() => many(wideCalls, (call) => ask(engine, `v${call}`)));

    const before = heapBytes();
    await many(entries, (call) => ask(engine, `m${call}`));
    const grown = heapBytes() - before;
    // By now the first answers are no longer in memory.
    const onDisk: number[] = [];
    for (let call = 0; call < calls; call += 1) onDisk.push(await timed(() => ask(engine, `q${call}`)));
    const rate = (ms: number) => Math.round((wideCalls / ms) * 1000);
    return [
      `model engine on a fake Bedrock in this process, median of ${calls} calls one after the other`,
      row('bare SDK call', bareMs, bareMs),
      row('uncached', oursMs, bareMs),
      row('cached', median(cached), bareMs),
      row('cached, disk', median(onDisk), bareMs),
      `at concurrency ${concurrency}: bare SDK ${rate(wideBare)} calls/s, engine ${rate(wideOurs)} calls/s (${(wideBare / wideOurs).toFixed(2)} x)`,
      `heap after ${entries} more cached answers: ${(grown / 1_000_000).toFixed(1)} MB more`,
      '',
    ].join('\n');
  } finally {
    await close();
    bare.destroy();
    await fake.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function openEngine(
  origin: string,
  folder: string,
): Promise<{engine: ModelEngine; close: () => Promise<void>}> {
  const [{createBedrock}, {createModelEngine}, {openLedger}, {createAnswerCache}, {openFeatureMemory}] =
    await Promise.all([
      built<typeof import('../source/models/bedrock.ts')>('models/bedrock'),
      built<typeof import('../source/models/engine.ts')>('models/engine'),
      built<typeof import('../source/store/ledger.ts')>('store/ledger'),
      built<typeof import('../source/models/cache.ts')>('models/cache'),
      built<typeof import('../source/models/memory-of-features.ts')>('models/memory-of-features'),
    ]);
  const provider: Provider = createBedrock({
    ...{model, region, endpoint: origin, concurrency},
    credentials: {kind: 'keys', load: async () => keys},
  });
  const ledger: Ledger = openLedger(join(folder, 'ledger.sqlite'), {clock: systemClock});
  const minutes = 60_000;
  let id = 0;
  const engine = createModelEngine({
    chain: [
      {
        provider,
        settings: {
          concurrency,
          retry: {maxAttempts: 3, baseMs: 250, maxMs: 2000, maxWaitMs: 120_000},
          waits: {firstByteMs: minutes, idleMs: minutes, attemptMs: minutes, requestMs: 15 * minutes},
          rate: {rpm: null, tpm: null},
          stream: false,
          temperature: null,
          promptCache: 'off',
        },
      },
    ],
    price: () => ({
      ...{input: 0.33, output: 2.75, cacheRead: null, cacheWrite: null, cacheWrite1h: null},
      ...{source: 'bench', date: null, matchedId: model, match: 'exact'},
    }),
    ledger,
    cache: createAnswerCache({
      ...{dir: join(folder, 'cache'), ttlMs: 10 * minutes, maxBytes: 1e9, clock: systemClock},
      tell: (problem) => {
        throw new Error(problem);
      },
    }),
    features: openFeatureMemory(null, systemClock),
    clock: systemClock,
    random: Math.random,
    emit: () => undefined,
    nextId: () => id++,
    newTraceId: () => 'trace',
    settings: {
      runId: 'bench',
      caps: {hour: null, day: 1_000_000_000, run: null, dayOf: 'utc'},
      warnAt: 0.8,
      unknownPrice: 'block',
      ambiguous: 'retry',
      fallback: {on: [], builtinLast: false},
      redact: true,
    },
  });
  return {
    engine,
    async close() {
      await engine.close();
      ledger.close();
    },
  };
}

function bareClient(origin: string): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region,
    endpoint: origin,
    credentials: keys,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({httpAgent: {keepAlive: true, maxSockets: concurrency}}),
  });
}

async function askBare(client: BedrockRuntimeClient, text: string): Promise<void> {
  await client.send(
    new ConverseCommand({
      modelId: model,
      messages: [{role: 'user', content: [{text}]}],
      inferenceConfig: {maxTokens: 50},
    }),
  );
}

async function ask(engine: ModelEngine, prompt: string): Promise<void> {
  const question: Question = {
    ...{subject: 'bench', system: 'Say what it is about.', prompt, output: null},
    ...{maxTokens: 50, promptVersion: '1'},
  };
  const answer = await engine.ask(question, {schema: null});
  if (answer.kind !== 'answer') throw new Error(answer.detail);
}

/** All calls, `concurrency` at a time. */
async function many(count: number, call: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    for (let index = next++; index < count; index = next++) await call(index);
  };
  await Promise.all(Array.from({length: concurrency}, work));
}

async function timed(act: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

function row(name: string, ms: number, bareMs: number): string {
  return `${name.padEnd(14)} ${ms.toFixed(2).padStart(8)} ms  ${(ms / bareMs).toFixed(2).padStart(6)} x  ${(ms - bareMs).toFixed(2).padStart(7)} ms more`;
}
