import {randomInt} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {systemClock} from '../clock.ts';
import type {ConfigValues} from '../config/keys.ts';
import type {Config} from '../config/resolve.ts';
import type {Script} from '../demo/fake-models/contract.ts';
import {failure} from '../demo/fake-models/faults.ts';
import {type FakeModels, startFakeModels} from '../demo/fake-models/start.ts';
import {UsageError} from '../errors.ts';
import type {Asker} from '../extractor/create-extractor.ts';
import type {ModelEngine} from '../models/engine-contract.ts';
import type {Arguments} from '../options/parse.ts';
import {type Ledger, openLedger} from '../store/ledger.ts';
import {askAboutPages} from './demo-questions.ts';
import type {Io} from './io.ts';
import {openModelEngine} from './model-engine.ts';
import {bedrockProvider, openProvider} from './model-providers.ts';
import {maxTokensOf, memberSettings, openPrices} from './model-settings.ts';

export type DemoModels = {
  readonly asker: Asker;
  /** The bill of the fake beside the ledger, in micro-dollars. */
  readonly bills: () => {readonly fake: number; readonly ledger: number};
  readonly close: () => Promise<void>;
};

/** The example keys of the AWS documentation: they open nothing. */
const placeholders = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;

/** What is not set by anybody: small enough that the cap is reached before the last page. */
const demoValues = {
  'budget.run_usd': 0.004,
  'bedrock.max_tokens': 200,
  'bedrock.concurrency': 2,
  'bedrock.fallback.enabled': true,
  'bedrock.fallback.providers': ['local'],
  'providers.local.model': 'fake-local',
  'providers.local.price': 'free',
  'providers.local.stream': true,
} satisfies Partial<ConfigValues>;

/**
 * The fake model services on this machine, and the real engine over them: with a ledger, a cache and keys of their own,
 * so that nothing of the user is read, sent or counted.
 *
 * @throws UsageError RM-CONF-051 for a provider that the demo has no fake of
 */
export async function openDemoModels(config: Config, args: Arguments, io: Io): Promise<DemoModels> {
  if (config.values.provider !== 'bedrock') {
    throw new UsageError({
      code: 'RM-CONF-051',
      message: `the demo has no ${config.values.provider}`,
      hint: 'rules-maker demo --provider bedrock, or without a provider',
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-demo-'));
  const fake = await startFakeModels({script: createScript(), price: () => ({input: 0.33, output: 2.75})});
  const ledger = openLedger(join(folder, 'ledger.sqlite'), {clock: systemClock});
  const state: {engine: ModelEngine | null} = {engine: null};
  const own = ownConfig(config, fake);
  // Our own client alone reads these; the environment of the process stays as it is.
  const inside: Io = {
    ...io,
    environment: {
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: fake.origin,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CACHE_HOME: join(folder, 'cache'),
    },
  };
  const close = async () => {
    await state.engine?.close();
    ledger.close();
    await fake.close();
    rmSync(folder, {recursive: true, force: true});
  };
  const chain = await demoChain(own, inside).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  let id = firstId;
  return {
    asker: {
      async ask(pages, {emit, gate}) {
        emit({
          type: 'notice',
          level: 'info',
          code: 'RM-LLM-044',
          message: `the models of this demo are fakes on this machine (${fake.origin}): no account, no network, no real money`,
          hint: 'they are asked and billed as real ones would be; the rules below still come from the built-in distiller',
        });
        const engine = openModelEngine(
          {chain, prices: openPrices(own.values, args, 'bedrock')},
          {
            config: own,
            runId: 'demo',
            ledger,
            emit,
            random: () => randomInt(2 ** 32) / 2 ** 32,
            nextId: () => id++,
          },
          inside,
        );
        state.engine = engine;
        await askAboutPages(pages, {engine, emit, gate, maxTokens: maxTokensOf(own.values, 'bedrock')});
      },
      usage: () =>
        state.engine?.runUsage() ?? {requests: 0, inputTokens: 0, outputTokens: 0, costMicroUsd: 0},
    },
    bills: () => ({fake: billOf(fake), ledger: spentIn(ledger)}),
    close,
  };
}

/** Questions to models are counted beside the requests for pages. */
const firstId = 1_000_001;

async function demoChain({values}: Config, io: Io) {
  const login = {kind: 'keys', load: async () => placeholders} as const;
  const access = {login, origin: 'placeholders', maskedKeyId: null, keyName: null, warnings: []};
  const bedrock = bedrockProvider(values, access, io);
  const members = [bedrock];
  if (values['bedrock.fallback.enabled'] && values['bedrock.fallback.providers'].includes('local'))
    members.push(await openProvider('local', values, io));
  return members.map((provider) => ({provider, settings: memberSettings(values, provider.name)}));
}

/** What the user set stays; addresses and keys are those of the fake in any case. */
function ownConfig(config: Config, {origin}: FakeModels): Config {
  const open = Object.entries(demoValues).filter(
    ([key]) => config.origins[key as keyof ConfigValues].kind === 'default',
  );
  const values: ConfigValues = {
    ...config.values,
    ...Object.fromEntries(open),
    'providers.local.base_url': `${origin}/v1`,
    'providers.local.api_key': '',
    'providers.local.api_key_env': '',
    'scraping.ca_file': '',
    'cache.dir': '',
  };
  return {...config, values};
}

/** A day in the life of a busy account: a throttle or two, a short outage, and one question that always fails. */
function createScript(): Script {
  let unlucky: string | null = null;
  return (exchange, index) => {
    const prompt = exchange.asked?.prompt ?? '';
    // Who stands in is well.
    if (exchange.wire === 'chat') return {kind: 'reply', text: 'Read it; whoever stands in would distil it.'};
    if (index === unluckyAt) unlucky = prompt;
    if (prompt === unlucky) return failure('unavailable');
    return troubles[index] ?? {kind: 'reply', beforeHead: 60, betweenChunks: 25, text: answerText};
  };
}

const answerText =
  'Read it; a model would distil rules here, each with its quote, and a program would check them.';

const unluckyAt = 12;

const throttled = failure('throttled', {headers: {'retry-after': '1'}});

const troubles: Readonly<Record<number, ReturnType<typeof failure>>> = {
  3: failure('unavailable'),
  8: throttled,
  9: throttled,
};

function billOf({book}: FakeModels): number {
  return book.charges
    .filter(({wire}) => wire !== 'chat')
    .reduce((sum, {costMicroUsd}) => sum + costMicroUsd, 0);
}

function spentIn(ledger: Ledger): number {
  const sums = ledger.sums({by: 'run', dayOf: 'utc'});
  return sums.reduce(
    (sum, {settledMicroUsd, uncertainMicroUsd}) => sum + settledMicroUsd + uncertainMicroUsd,
    0,
  );
}
