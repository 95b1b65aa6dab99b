import * as v from 'valibot';
import {fallbackClasses, providerNames} from '../provider-names.ts';
import {key, line, numberFrom, section, trueOrFalse, usdPerMillion} from './key.ts';
import {access, baseUrl, common, officialUrl} from './keys-provider.ts';

/** Who can be asked; `builtin` calls no model. */
const providerChoices = ['builtin', ...providerNames] as const;

const providerName = v.picklist(providerChoices, `must be one of ${providerChoices.join(', ')}`);

/** Who is asked, and how. */
export const modelKeys = {
  provider: key({
    schema: providerName,
    default: 'builtin',
    variables: ['RULES_MAKER_PROVIDER'],
    text: 'string',
    help: `${providerChoices.join(', ')}; builtin calls no model and costs nothing`,
  }),
  'bedrock.model_id': key({
    schema: line('a model id, an inference profile or an ARN'),
    default: '',
    variables: ['BEDROCK_MODEL_ID'],
    text: 'string',
    help: 'model id, inference profile or ARN; empty = by region',
  }),
  'bedrock.region': key({
    schema: v.pipe(
      v.string('must be a region'),
      v.regex(/^[a-z]{2}(?:-[a-z]{2,8}){1,3}-\d{1,2}$/, 'must be a region, such as eu-central-1'),
    ),
    default: 'us-east-1',
    variables: ['BEDROCK_REGION', 'AWS_REGION', 'AWS_DEFAULT_REGION'],
    text: 'string',
    help: 'the region that is asked',
  }),
  'bedrock.credentials_csv': key({
    schema: line('a file'),
    default: '',
    variables: [],
    text: 'string',
    help: 'a file with keys as the AWS console gives it; it wins over every variable',
  }),
  'bedrock.profile': key({
    schema: line('a profile of the shared AWS files'),
    default: '',
    variables: ['AWS_PROFILE'],
    text: 'string',
    help: 'a profile of the shared AWS files',
  }),
  'bedrock.instance_credentials': key({
    schema: trueOrFalse,
    default: false,
    variables: [],
    text: 'boolean',
    help: 'ask the metadata service of a container or an instance for keys',
  }),
  ...section(
    'bedrock',
    common({
      variables: {
        timeout: 'BEDROCK_TIMEOUT',
        concurrency: 'BEDROCK_MAX_CONCURRENCY',
        'retry.max_attempts': 'BEDROCK_RETRY_MAX_ATTEMPTS',
        'retry.base_ms': 'BEDROCK_RETRY_BASE_MS',
        'retry.max_ms': 'BEDROCK_RETRY_MAX_MS',
      },
    }),
  ),
  'bedrock.fallback.enabled': key({
    schema: trueOrFalse,
    default: false,
    variables: ['FALLBACK_ENABLED'],
    text: 'boolean',
    help: 'ask other providers after a failure; the same as `fallback:` at the top, for every provider',
  }),
  'bedrock.fallback.providers': key({
    schema: v.array(providerName, `must be a list of ${providerChoices.join(', ')}`),
    default: [],
    variables: ['FALLBACK_PROVIDERS'],
    text: 'list',
    help: 'in this order, each once; page text goes to all of them',
  }),
  'bedrock.fallback.on': key({
    schema: v.array(
      v.picklist(fallbackClasses, `must be a list of ${fallbackClasses.join(', ')}`),
      `must be a list of ${fallbackClasses.join(', ')}`,
    ),
    default: ['throttled', 'quota', 'unavailable', 'timeout', 'model_error'],
    variables: [],
    text: 'list',
    help: 'after which failures; denied and content can be added',
  }),
  'bedrock.price_as': key({
    schema: line('a model id'),
    default: '',
    variables: [],
    text: 'string',
    help: 'the model id whose price an application inference profile has',
  }),
  'bedrock.tier.name': key({
    schema: v.picklist(['default', 'flex', 'priority'], 'must be default, flex or priority'),
    default: 'default',
    variables: [],
    text: 'string',
    help: 'default, flex or priority; priority needs a multiplier',
  }),
  'bedrock.tier.multiplier': key({
    schema: v.nullable(numberFrom(0.1, 100)),
    default: null,
    variables: [],
    text: 'number',
    help: 'what the tier costs, as a multiple of the standard price',
  }),
  'bedrock.prompt_cache': key({
    schema: v.picklist(['off', '5m', '1h'], 'must be off, 5m or 1h'),
    default: '5m',
    variables: [],
    text: 'string',
    help: 'how long the fixed part of a prompt is kept by the service: off, 5m or 1h',
  }),
  ...section('providers.openai', {
    ...access(['OPENAI_API_KEY'], 'gpt-4o-mini'),
    ...officialUrl(),
    ...common(),
  }),
  ...section('providers.anthropic', {
    ...access(['ANTHROPIC_API_KEY'], 'claude-haiku-4-5-20251001'),
    ...officialUrl(),
    ...common(),
  }),
  ...section('providers.huggingface', {
    ...access(['HUGGINGFACE_API_KEY', 'HF_TOKEN'], 'meta-llama/Meta-Llama-3-8B-Instruct'),
    ...officialUrl(),
    ...common(),
  }),
  ...section('providers.local', {
    ...access([], 'qwen2.5:14b'),
    ...baseUrl(['LOCAL_LLM_BASE_URL'], 'such as http://127.0.0.1:11434; must be set'),
    price: key({
      schema: v.nullable(
        v.union(
          [v.literal('free'), v.strictObject({input: usdPerMillion, output: usdPerMillion})],
          'must be free or {input, output} in USD per million tokens',
        ),
      ),
      default: null,
      variables: [],
      text: 'price',
      help: 'free, or {input, output} in USD per million tokens; null = free on this machine, else unknown',
    }),
    ...common({concurrency: 1}),
  }),
} as const;
