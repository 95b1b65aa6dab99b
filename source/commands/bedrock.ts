import {randomBytes} from 'node:crypto';
import type {Config} from '../config/resolve.ts';
import {configJson, configText} from '../config/show.ts';
import {errorReport, RulesMakerError, UsageError} from '../errors.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import {dollars} from '../format/amount.ts';
import {nearest} from '../format/nearest.ts';
import type {Provider, TokenUsage} from '../models/contract.ts';
import type {AwsAccess} from '../models/credentials.ts';
import {callerIdentity, type Identity, identityText} from '../models/identity.ts';
import {type PriceAnswer, unknownPrice} from '../models/prices.ts';
import type {Arguments} from '../options/parse.ts';
import {askOnce} from './bedrock-probe.ts';
import type {Io} from './io.ts';
import {loadConfig} from './load-config.ts';
import {openUserLedger} from './model-engine.ts';
import {bedrockAccess, bedrockModel, bedrockProvider} from './model-providers.ts';
import {engineSettings, openPrices, priceText} from './model-settings.ts';

const actions = ['validate'];

/** `bedrock validate`: one small paid question, and what it says of model, price and identity. */
export async function bedrock(args: Arguments, io: Io): Promise<ExitCode> {
  const [action, ...extra] = args.input;
  if (action === undefined || !actions.includes(action) || extra.length > 0) {
    const guess = nearest(action ?? '', actions);
    throw new UsageError({
      code: 'RM-CONF-011',
      message: `bedrock ${args.input.join(' ')}: no such action`,
      why: `actions: ${actions.join(', ')}`,
      hint: guess === null ? 'rules-maker bedrock validate' : `did you mean bedrock ${guess}?`,
    });
  }
  const config = await loadConfig(args, io);
  const isJson = args.switches.has('json');
  const showsConfig = args.switches.has('show-config');
  if (showsConfig && !isJson) {
    io.out(configText(config, true, concernsBedrock));
    io.out(`model in use: ${bedrockModel(config.values)}\n`);
  }

  const access = await bedrockAccess(config.values, io);
  for (const {code, message, hint} of access.warnings)
    io.err(`warning: ${message} [${code}]\n  fix: ${hint}\n`);
  const provider = bedrockProvider(config.values, access, io);
  try {
    const report = await validate(provider, access, config, args, io);
    const shown = showsConfig ? {config: JSON.parse(configJson(config, concernsBedrock))} : {};
    const facts = {schema: 1, ...shown, ...asJson(report)};
    io.out(isJson ? `${JSON.stringify(io.log?.redact(facts) ?? facts, null, 2)}\n` : asText(report));
    if (report.error !== null) throw report.error;
    return exitCodes.ok;
  } finally {
    provider.close();
  }
}

type Report = {
  readonly provider: Provider;
  readonly access: AwsAccess;
  readonly price: PriceAnswer;
  readonly usage: TokenUsage | null;
  readonly stopReason: string | null;
  readonly costMicroUsd: number | null;
  readonly identity: Identity;
  readonly error: RulesMakerError | null;
};

async function validate(
  provider: Provider,
  access: AwsAccess,
  config: Config,
  args: Arguments,
  io: Io,
): Promise<Report> {
  const {values} = config;
  const settings = engineSettings(values, `validate-${randomBytes(6).toString('hex')}`);
  const price = await openPrices(values, args, 'bedrock').find(provider);
  const {caps, unknownPrice: policy} = settings;
  const isCapped = (caps.hour ?? caps.day ?? caps.run) !== null;
  if (price.price === null && (policy === 'block' || isCapped)) {
    throw unknownPrice('bedrock', provider.model, price);
  }
  const ledger = openUserLedger(io);
  const stop = new AbortController();
  const endSignals = io.onSignal(() => stop.abort(new Error('stopped')));
  try {
    const asked = await askOnce(provider, {
      values,
      settings,
      price: price.price,
      ledger,
      signal: stop.signal,
    }).catch((error: unknown) => {
      // What is wrong with the answer is the answer; a bug is none.
      if (error instanceof RulesMakerError) return error;
      throw error;
    });
    const identity = await whoAmI(access, provider, io);
    const common = {provider, access, price, identity};
    if (asked instanceof RulesMakerError)
      return {...common, usage: null, stopReason: null, costMicroUsd: null, error: asked};
    return {...common, ...asked, error: null};
  } finally {
    endSignals();
    ledger.close();
  }
}

async function whoAmI(access: AwsAccess, {region}: Provider, {environment}: Io): Promise<Identity> {
  return await callerIdentity(access, {region: region ?? '', environment}).catch(
    (error: unknown): Identity => {
      if (!(error instanceof RulesMakerError)) throw error;
      return {kind: 'unknown', reason: error.message};
    },
  );
}

function concernsBedrock(key: string): boolean {
  return /^(?:provider$|bedrock\.|budget\.|prices$|telemetry\.)/.test(key);
}

const noLifeCycle = 'not asked for: only the control plane of Bedrock knows it';

function asText({provider, access, price, usage, costMicroUsd, identity, error}: Report): string {
  const {endpoint, model, region} = provider;
  const cost = costMicroUsd === null ? '' : `; this question cost ${dollars(costMicroUsd)}`;
  const lines = [
    error === null ? 'ok: Bedrock answered' : `${outcomeOf(error)}: ${error.message}`,
    `Endpoint: ${endpoint} (${region})`,
    ...(usage === null ? [] : [usageText(usage)]),
    `Price: ${price.price === null ? `unknown: ${price.reason}` : priceText(price.price)}${cost}`,
    identityText(identity),
    `credentials: ${access.origin}`,
    `Model: ${model}; life cycle: ${noLifeCycle}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** A throttled account works: it is only busy. */
function outcomeOf(error: RulesMakerError): string {
  return error.name === 'ThrottledError' ? 'throttled' : 'failed';
}

function usageText({inputTokens, outputTokens}: TokenUsage): string {
  return `Usage: inputTokens=${inputTokens} outputTokens=${outputTokens} totalTokens=${inputTokens + outputTokens}`;
}

function asJson({provider, access, price, usage, stopReason, costMicroUsd, identity, error}: Report) {
  const {endpoint, model, region} = provider;
  return {
    ok: error === null,
    outcome: error === null ? 'ok' : outcomeOf(error),
    endpoint,
    region,
    model,
    usage:
      usage === null
        ? null
        : {
            inputTokens: usage.inputTokens,
            outputTokens: usage.outputTokens,
            totalTokens: usage.inputTokens + usage.outputTokens,
          },
    stopReason,
    costUsd: costMicroUsd === null ? null : costMicroUsd / 1_000_000,
    price: price.price,
    identity,
    credentials: {origin: access.origin, maskedKeyId: access.maskedKeyId},
    lifecycle: null,
    error: error === null ? null : {...errorReport(error), exitCode: error.exitCode},
  };
}
