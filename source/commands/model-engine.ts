import {randomUUID} from 'node:crypto';
import {homedir} from 'node:os';
import {isAbsolute, join, resolve} from 'node:path';
import {systemClock} from '../clock.ts';
import type {Config} from '../config/resolve.ts';
import {CredentialsError, messageOf, UsageError} from '../errors.ts';
import type {Emit, RunEventBody} from '../events/catalogue.ts';
import {type AnswerCache, createAnswerCache} from '../models/cache.ts';
import type {Provider} from '../models/contract.ts';
import {createModelEngine} from '../models/engine.ts';
import type {ChainMember, ModelEngine} from '../models/engine-contract.ts';
import {openFeatureMemory} from '../models/memory-of-features.ts';
import type {Arguments} from '../options/parse.ts';
import type {ProviderName} from '../provider-names.ts';
import {userFolders} from '../store/folders.ts';
import {type Ledger, openLedger} from '../store/ledger.ts';
import type {Io} from './io.ts';
import {openProvider} from './model-providers.ts';
import {durationMs, engineSettings, memberSettings, openPrices, type Prices} from './model-settings.ts';

export type Notice = Extract<RunEventBody, {type: 'notice'}>;

/** Whom a run may ask, with what to tell of it before it starts. */
export type ModelChain = {
  readonly chain: readonly ChainMember[];
  readonly prices: Prices;
  readonly notices: readonly Notice[];
};

/**
 * The chosen provider and those that may stand in for it. One of these without a key or an address is left out, and named.
 *
 * @throws CredentialsError, UsageError for the chosen one
 */
export async function openChain(
  chosen: ProviderName,
  {values}: Config,
  args: Pick<Arguments, 'texts'>,
  io: Io,
): Promise<ModelChain> {
  const first = await openProvider(chosen, values, io);
  const members = [first];
  const notices: Notice[] = [];
  const others = values['bedrock.fallback.enabled'] ? values['bedrock.fallback.providers'] : [];
  for (const name of new Set(others)) {
    if (name === 'builtin' || name === chosen) continue;
    const other = await openProvider(name, values, io).catch((error: unknown) => {
      if (!(error instanceof CredentialsError || error instanceof UsageError)) throw error;
      notices.push(leftOut(name, error));
      return null;
    });
    if (other) members.push(other);
  }
  return {
    chain: members.map((provider) => ({provider, settings: memberSettings(values, provider.name)})),
    prices: openPrices(values, args, chosen),
    notices,
  };
}

/** The ledger of the user, shared by all runs. @throws OutputError RM-FS-059, RM-FS-060 */
export function openUserLedger({environment}: Pick<Io, 'environment'>): Ledger {
  return openLedger(join(userFolders(environment).state, 'ledger.sqlite'), {clock: systemClock});
}

/** An engine over a chain, with the ledger, the cache and the memory of the user. */
export function openModelEngine(
  {chain, prices}: Pick<ModelChain, 'chain' | 'prices'>,
  options: {
    readonly config: Config;
    readonly runId: string;
    readonly ledger: Ledger;
    readonly emit: Emit;
    readonly random: () => number;
    readonly nextId: () => number;
  },
  io: Io,
): ModelEngine {
  const {values} = options.config;
  const {ledger, runId, random, nextId} = options;
  const emit = withoutSecrets(options.emit, io);
  const byName = new Map<ProviderName, Provider>(
    chain.map(({provider}) => [provider.name, provider] as const),
  );
  return createModelEngine({
    chain,
    async price(name) {
      const provider = byName.get(name);
      return provider ? (await prices.find(provider)).price : null;
    },
    ledger,
    cache: values['cache.enabled'] ? openCache(values, emit, io) : null,
    features: openFeatureMemory(join(userFolders(io.environment).state, 'model-features.json'), systemClock),
    clock: systemClock,
    random,
    emit,
    nextId,
    newTraceId: randomUUID,
    settings: engineSettings(values, runId),
  });
}

/** What a provider says may repeat what it was told, in any encoding; events are kept and sent on. */
function withoutSecrets(emit: Emit, {log}: Io): Emit {
  return log ? (event) => emit(log.redact(event)) : emit;
}

function openCache(values: Config['values'], emit: Emit, {environment, cwd}: Io): AnswerCache {
  const dir = values['cache.dir'];
  return createAnswerCache({
    dir: dir === '' ? defaultCacheFolder(environment) : resolve(cwd, dir),
    ttlMs: durationMs(values['cache.ttl']),
    maxBytes: values['cache.max_mb'] * 1_000_000,
    clock: systemClock,
    tell: (problem) =>
      emit({
        type: 'notice',
        level: 'warning',
        code: 'RM-FS-053',
        message: `answers of models cannot be kept: ${problem}`,
        hint: 'name another folder: cache.dir or RULES_MAKER_CACHE_DIR',
      }),
  });
}

function defaultCacheFolder(environment: Io['environment']): string {
  const asked = environment['XDG_CACHE_HOME'] ?? '';
  const base = isAbsolute(asked) ? asked : join(environment['HOME'] || homedir(), '.cache');
  return join(base, 'rules_maker', 'llm');
}

function leftOut(name: string, error: unknown): Notice {
  return {
    type: 'notice',
    level: 'warning',
    code: error instanceof CredentialsError ? 'RM-CRED-043' : 'RM-LLM-042',
    message: `${name} stands in for nobody: ${messageOf(error)}`,
    hint: error instanceof CredentialsError || error instanceof UsageError ? (error.hint ?? null) : null,
  };
}
