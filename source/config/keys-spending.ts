import * as v from 'valibot';
import {key, line, numberFrom, trueOrFalse, usdPerMillion, wholeNumber} from './key.ts';

const cap = v.nullable(numberFrom(0, 1_000_000_000, 'US dollars'));

const perMillion = v.optional(usdPerMillion);

/** What is told, kept and spent. */
export const spendingKeys = {
  'telemetry.json': key({
    schema: trueOrFalse,
    default: false,
    variables: ['RULES_MAKER_LOG_JSON'],
    text: 'boolean',
    help: 'every line on stderr is one JSON object',
  }),
  'telemetry.redact_prompts': key({
    schema: trueOrFalse,
    default: true,
    variables: ['RULES_MAKER_REDACT_PROMPTS'],
    text: 'boolean',
    help: 'false shows prompts and answers in full, in the log too; secrets never',
  }),
  'telemetry.otel': key({
    schema: trueOrFalse,
    default: false,
    variables: [],
    text: 'boolean',
    help: 'spans and metrics of OpenTelemetry; needs the package @opentelemetry/api and an SDK of yours',
  }),
  'cache.enabled': key({
    schema: trueOrFalse,
    default: true,
    variables: ['RULES_MAKER_CACHE_ENABLED'],
    text: 'boolean',
    help: 'keep answers of models, so that an equal question costs nothing',
  }),
  'cache.dir': key({
    schema: line('a folder'),
    default: '',
    variables: ['RULES_MAKER_CACHE_DIR'],
    text: 'string',
    help: 'empty = rules_maker/llm in your cache folder',
  }),
  'cache.ttl': key({
    schema: v.pipe(
      v.string('must be a duration, such as 90d or 12h'),
      v.regex(/^[1-9]\d{0,4}[smhd]$/, 'must be a duration, such as 90d or 12h'),
    ),
    default: '90d',
    variables: [],
    text: 'string',
    help: 'how long an answer is good for: s, m, h or d',
  }),
  'cache.max_mb': key({
    schema: wholeNumber(1, 1_000_000),
    default: 512,
    variables: [],
    text: 'number',
    help: 'the oldest answers go beyond this size',
  }),
  'budget.hourly_usd': key({
    schema: cap,
    default: null,
    variables: ['RULES_MAKER_BUDGET_HOURLY_USD'],
    text: 'number',
    help: 'US dollars in any 3600 seconds, over all runs; 0 = no paid call, null = no cap',
  }),
  'budget.daily_usd': key({
    schema: cap,
    default: null,
    variables: ['RULES_MAKER_BUDGET_DAILY_USD'],
    text: 'number',
    help: 'US dollars a calendar day, over all runs',
  }),
  'budget.run_usd': key({
    schema: cap,
    default: null,
    variables: ['RULES_MAKER_BUDGET_RUN_USD'],
    text: 'number',
    help: 'US dollars a run, with all that resumed it',
  }),
  'budget.warn_at': key({
    schema: numberFrom(0, 1),
    default: 0.8,
    variables: [],
    text: 'number',
    help: 'the share of a cap at which to warn',
  }),
  'budget.unknown_price': key({
    schema: v.picklist(['block', 'allow'], 'must be block or allow'),
    default: 'block',
    variables: [],
    text: 'string',
    help: 'block or allow; a model without a known price is asked only with allow and without any cap',
  }),
  'budget.day': key({
    schema: v.picklist(['local', 'utc'], 'must be local or utc'),
    default: 'local',
    variables: [],
    text: 'string',
    help: 'whose midnight ends a day: local or utc',
  }),
  'budget.ambiguous': key({
    schema: v.picklist(['retry', 'skip'], 'must be retry or skip'),
    default: 'retry',
    variables: [],
    text: 'string',
    help: 'what a resumed run does with a question of unknown end: retry or skip',
  }),
  prices: key({
    schema: v.record(
      v.string(),
      v.strictObject(
        {
          input: usdPerMillion,
          output: usdPerMillion,
          cache_read: perMillion,
          cache_write: perMillion,
          cache_write_1h: perMillion,
        },
        'must hold {input, output, cache_read, cache_write, cache_write_1h} in USD per million tokens',
      ),
      'must hold model ids, each with its prices',
    ),
    default: {},
    variables: [],
    text: 'file',
    help: 'model id: {input, output, cache_read, cache_write, cache_write_1h} in USD per million tokens',
  }),
} as const;
