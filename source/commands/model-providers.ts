import type {Config} from '../config/resolve.ts';
import {CredentialsError, UsageError} from '../errors.ts';
import {createMessages} from '../models/anthropic.ts';
import {createBedrock} from '../models/bedrock.ts';
import type {Provider} from '../models/contract.ts';
import {type AwsAccess, resolveAwsAccess} from '../models/credentials.ts';
import type {PlaceOptions} from '../models/exchange-place.ts';
import {defaultBedrockModel, modelFacts} from '../models/model-facts.ts';
import {createChatCompletions} from '../models/openai-compatible.ts';
import {readProxySettings} from '../network/proxy.ts';
import {readCaFile} from '../network/trust.ts';
import type {ProviderName} from '../provider-names.ts';
import {Secret} from '../secret.ts';
import type {Io} from './io.ts';

type Values = Config['values'];

/** The addresses of the companies' own services. */
const homes = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  huggingface: 'https://router.huggingface.co/v1',
} as const;

/**
 * A provider as the configuration has it. Nothing is sent.
 *
 * @throws CredentialsError RM-CRED-043 without a key, UsageError RM-LLM-042 without a base URL, RM-LLM-038a without a model
 */
export async function openProvider(name: ProviderName, values: Values, io: Io): Promise<Provider> {
  if (name === 'bedrock') return bedrockProvider(values, await bedrockAccess(values, io), io);
  const model = values[`providers.${name}.model`];
  const key = keyOf(name, values, io);
  const place = placeOptions(values, io);
  if (name === 'local') {
    const baseUrl = values['providers.local.base_url'];
    if (baseUrl === '') throw noServer();
    return createChatCompletions({name, baseUrl, key, model, ...place});
  }
  if (key === null) throw noKey(name);
  const baseUrl = values[`providers.${name}.base_url`] || homes[name];
  if (name === 'anthropic') {
    const cacheableTokens = modelFacts(model).smallestCacheablePrefix ?? Number.POSITIVE_INFINITY;
    return createMessages({baseUrl, key, model, cacheableTokens, ...place});
  }
  return createChatCompletions({name, baseUrl, key, model, ...place});
}

/** @throws CredentialsError RM-CRED-043, -045 */
export async function bedrockAccess(values: Values, io: Io): Promise<AwsAccess> {
  return await resolveAwsAccess(
    {
      credentialsCsv: values['bedrock.credentials_csv'],
      profile: values['bedrock.profile'],
      region: values['bedrock.region'],
      instanceCredentials: values['bedrock.instance_credentials'],
    },
    {environment: io.environment, learn: (secret) => io.log?.hide(secret)},
  );
}

/** @throws UsageError RM-LLM-038a in a region without a default model, RM-CONF-051 for an endpoint that is none */
export function bedrockProvider(values: Values, {login}: AwsAccess, io: Io): Provider {
  const region = values['bedrock.region'];
  const model = bedrockModel(values);
  const endpoint = io.environment['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'];
  const {smallestCacheablePrefix} = modelFacts(values['bedrock.price_as'] || model);
  return createBedrock({
    model,
    region,
    credentials: login,
    concurrency: values['bedrock.concurrency'],
    tier: values['bedrock.tier.name'],
    cacheableTokens: smallestCacheablePrefix ?? Number.POSITIVE_INFINITY,
    ...(endpoint && {endpoint}),
    ...placeOptions(values, io),
  });
}

/** @throws UsageError RM-LLM-038a */
export function bedrockModel(values: Values): string {
  return values['bedrock.model_id'] || defaultBedrockModel(values['bedrock.region']);
}

function placeOptions(values: Values, {environment}: Io): PlaceOptions {
  const caFile = values['scraping.ca_file'];
  return {proxy: readProxySettings(environment), ...(caFile !== '' && {ca: readCaFile(caFile)})};
}

function keyOf(name: Exclude<ProviderName, 'bedrock'>, values: Values, io: Io): Secret | null {
  const key = values[`providers.${name}.api_key`];
  if (key !== '') return key;
  const variable = values[`providers.${name}.api_key_env`];
  const text = variable === '' ? '' : (io.environment[variable]?.trim() ?? '');
  if (text === '') return null;
  io.log?.hide(text);
  return new Secret(text);
}

const keyVariables = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  huggingface: 'HUGGINGFACE_API_KEY',
} as const;

function noKey(name: keyof typeof keyVariables): CredentialsError {
  const variable = keyVariables[name];
  return new CredentialsError({
    code: 'RM-CRED-043',
    message: `no key for ${name} was found`,
    why: `tried in this order: ${variable}, providers.${name}.api_key, providers.${name}.api_key_env`,
    hint: `set ${variable}`,
  });
}

function noServer(): UsageError {
  return new UsageError({
    code: 'RM-LLM-042',
    message: 'the address of the local server is not set',
    hint: 'LOCAL_LLM_BASE_URL=http://127.0.0.1:11434 names an Ollama; start one with `ollama serve`',
  });
}
