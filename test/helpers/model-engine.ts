import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import * as v from 'valibot';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {type AnswerCache, createAnswerCache} from '../../source/models/cache.ts';
import {
  type Attempt,
  AttemptError,
  type AttemptFailure,
  type Completion,
  type ErrorClass,
  type Price,
  type Provider,
  type Question,
  type TokenUsage,
} from '../../source/models/contract.ts';
import {createModelEngine} from '../../source/models/engine.ts';
import type {ChainMember, EngineSettings, MemberSettings} from '../../source/models/engine-contract.ts';
import {type Consent, defaultFallbackOn} from '../../source/models/fallback.ts';
import {type FeatureMemory, openFeatureMemory} from '../../source/models/memory-of-features.ts';
import {defaultRetry} from '../../source/models/retry.ts';
import type {ProviderName} from '../../source/provider-names.ts';
import {type Ledger, openLedger} from '../../source/store/ledger.ts';
import {createFakeClock} from './fake-clock.ts';
import {type AuditedRow, auditRows} from './ledger-audit.ts';
import {noCaps} from './ledger-samples.ts';

export type FakeClock = ReturnType<typeof createFakeClock>;

const ruleSchema = v.object({rules: v.array(v.string())});

export const question: Question = {
  subject: 'https://docs.acme.dev/guide/',
  system: 'Say what to do.',
  prompt: 'A page.',
  output: {name: 'rules', schema: {type: 'object'}},
  maxTokens: 100,
  promptVersion: '1',
};

export const questionOf = (prompt: string): Question => ({...question, prompt});

export const usageOf = (inputTokens: number, outputTokens: number): TokenUsage => ({
  ...{inputTokens, outputTokens, disputed: false},
  ...{cacheReadTokens: 0, cacheWriteTokens: 0, cacheWrite1hTokens: 0},
});

export function reply(changes: Partial<Completion> = {}): Completion {
  return {
    text: '{"rules":["Use widgets."]}',
    ending: 'complete',
    stopReason: 'end_turn',
    usage: usageOf(20, 10),
    responseId: 'r-1',
    model: null,
    firstByteMs: 5,
    ...changes,
  };
}

const moneyOf: Readonly<Partial<Record<ErrorClass, AttemptFailure['money']>>> = {
  timeout: 'kept',
  model_error: 'kept',
  foreign: 'kept',
};

export function failing(errorClass: ErrorClass, changes: Partial<AttemptFailure> = {}): AttemptError {
  return new AttemptError({
    class: errorClass,
    name: `${errorClass}-name`,
    status: errorClass === 'throttled' ? 429 : null,
    message: `it is ${errorClass}`,
    retryAfterMs: null,
    money: moneyOf[errorClass] ?? 'released',
    once: ['timeout', 'model_error', 'credentials'].includes(errorClass),
    rejected: null,
    tooLong: false,
    hint: null,
    ...changes,
  });
}

export const hang = Symbol('hang');

/** What an attempt gives: an answer, an error, or nothing until it is aborted. */
export type Step = Completion | Error | typeof hang;

export type Script = readonly Step[] | ((attempt: Attempt, index: number) => Step | Promise<Step>);

export type Scripted = Provider & {
  readonly attempts: {readonly attempt: Attempt; readonly atMs: number}[];
  readonly peak: () => number;
};

/** A provider that does what is written; the last step of a list for ever. */
export function scripted(
  script: Script,
  clock: {now: () => number; sleep: FakeClock['sleep']},
  {
    name = 'bedrock' as ProviderName,
    model = 'model-1',
    region = 'eu-central-1' as string | null,
    takesMs = 0,
  } = {},
): Scripted {
  const attempts: {attempt: Attempt; atMs: number}[] = [];
  let inFlight = 0;
  let peak = 0;
  return {
    ...{name, model, region, attempts},
    endpoint: `http://${name}.example`,
    peak: () => peak,
    close: () => undefined,
    async attempt(attempt, {signal}) {
      const index = attempts.length;
      attempts.push({attempt, atMs: clock.now()});
      inFlight += 1;
      peak = Math.max(peak, inFlight);
      try {
        if (signal.aborted) throw failing('aborted');
        if (takesMs > 0) await clock.sleep(takesMs, signal);
        const step =
          typeof script === 'function' ? await script(attempt, index) : (script[index] ?? script.at(-1));
        if (step === hang || step === undefined) await untilAborted(signal);
        if (signal.aborted) throw failing('aborted', {money: 'kept'});
        if (step instanceof Error) throw step;
        return step as Completion;
      } catch (error) {
        throw signal.aborted && error === signal.reason ? failing('aborted', {money: 'kept'}) : error;
      } finally {
        inFlight -= 1;
      }
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), {once: true}));
}

export const price: Price = {
  ...{input: 1, output: 4, cacheRead: null, cacheWrite: null, cacheWrite1h: null},
  ...{source: 'config', date: null, matchedId: 'model-1', match: 'exact'},
};

export const memberSettings: MemberSettings = {
  concurrency: 4,
  retry: defaultRetry,
  waits: {firstByteMs: 30_000, idleMs: 120_000, attemptMs: 300_000, requestMs: 900_000},
  rate: {rpm: null, tpm: null},
  stream: true,
  temperature: null,
  promptCache: 'off',
};

export const engineSettings: EngineSettings = {
  runId: 'run-1',
  caps: noCaps,
  warnAt: 0.8,
  unknownPrice: 'block',
  ambiguous: 'retry',
  fallback: {on: defaultFallbackOn, builtinLast: false},
  redact: true,
};

export type Rig = ReturnType<typeof createRig>;

/** An engine with a ledger of its own on disk. Call `remove` at the end. */
export function createRig(
  members: readonly (Provider | ChainMember)[],
  options: {
    readonly clock?: FakeClock;
    readonly random?: () => number;
    readonly settings?: Partial<EngineSettings>;
    readonly member?: Partial<MemberSettings>;
    readonly price?: (provider: string, model: string) => Price | null;
    readonly cacheDir?: string | null;
    readonly features?: FeatureMemory;
    readonly consent?: Consent;
    readonly root?: string;
  } = {},
) {
  const {clock = createFakeClock(1_800_000_000_000), random = () => 0.5} = options;
  const root = options.root ?? mkdtempSync(join(tmpdir(), 'rules-maker-engine-'));
  const path = join(root, 'ledger.db');
  const ledger: Ledger = openLedger(path, {clock});
  const events: RunEventBody[] = [];
  const emit = (event: RunEventBody) => {
    events.push(event);
  };
  const dir = options.cacheDir === undefined ? join(root, 'cache') : options.cacheDir;
  const cache: AnswerCache | null =
    dir === null
      ? null
      : createAnswerCache({
          ...{dir, clock},
          ttlMs: 90 * 86_400_000,
          maxBytes: 1e9,
          tell: (message) => emit({type: 'notice', level: 'warning', code: 'RM-FS-053', message, hint: null}),
        });
  let ids = 0;
  const engine = createModelEngine({
    chain: members.map((member) =>
      'provider' in member ? member : {provider: member, settings: {...memberSettings, ...options.member}},
    ),
    price: options.price ?? (() => price),
    ...{ledger, cache, clock, random, emit},
    features: options.features ?? openFeatureMemory(null, clock),
    nextId: () => {
      ids += 1;
      return ids;
    },
    newTraceId: () => `trace-${ids}`,
    settings: {...engineSettings, ...options.settings},
    ...(options.consent && {consent: options.consent}),
  });
  const typed = <T extends RunEventBody['type']>(type: T) =>
    events.filter((event): event is Extract<RunEventBody, {type: T}> => event.type === type);
  return {
    ...{engine, clock, ledger, events, root},
    typed,
    types: () => events.map(({type}) => type),
    rows: (): AuditedRow[] => auditRows(path),
    ask: (asked: Question = question, signal?: AbortSignal) =>
      engine.ask(asked, {schema: ruleSchema, ...(signal && {signal})}),
    async remove() {
      await engine.close();
      ledger.close();
      if (options.root === undefined) rmSync(root, {recursive: true, force: true});
    },
  };
}

/** Lets everything that can go on go on, until `isSo`; time stands still. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns += 1) {
    if (turns > 1000) throw new Error('it does not come');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets everything that can go on go on for a while; time stands still. */
export async function calm(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Moves the clock until the promise is settled; an error is a result, too. */
export async function driven<Result>(
  clock: FakeClock,
  promise: Promise<Result>,
  stepMs = 10,
): Promise<Result | Error> {
  let result: Result | Error | undefined;
  let isSettled = false;
  promise.then(
    (value) => {
      result = value;
      isSettled = true;
    },
    (error: unknown) => {
      result = error instanceof Error ? error : new Error(String(error));
      isSettled = true;
    },
  );
  for (let steps = 0; !isSettled; steps += 1) {
    if (steps > 200_000) throw new Error('it does not settle');
    for (let turns = 0; turns < 3 && !isSettled; turns += 1)
      await new Promise((resolve) => setImmediate(resolve));
    if (!isSettled) await clock.advance(stepMs);
  }
  return result as Result | Error;
}
