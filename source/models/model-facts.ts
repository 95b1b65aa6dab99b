import {UsageError} from '../errors.ts';
import {parseModelId} from './model-id.ts';

/** What to know of a model beside its price. */
export type ModelFacts = {
  /** Tokens below which a prompt cache keeps nothing, `null` if the model has no cache that we know of. */
  readonly smallestCacheablePrefix: number | null;
  /** The bare id is refused in most regions; a profile (`us.`, `eu.` ...) is needed. */
  readonly profileOnly: boolean;
  /** Tokens of the quota that one token of the answer uses up. It is no price. */
  readonly burndown: number;
};

/** What is said of a model that stands in no row. */
const plain: ModelFacts = {smallestCacheablePrefix: null, profileOnly: false, burndown: 1};

type Row = readonly [family: RegExp, facts: Partial<ModelFacts>];

/**
 * State of November 2026; a later row overrides an earlier one. Families are matched with the geography, the version and
 * the date left out.
 *
 * - Smallest prefixes: the price map of LiteLLM (`prompt_cache_min_tokens`, 2026-08-01) and the Bedrock user guide, prompt
 *   caching. A later Claude that is not listed gets the largest of
 *   them.
 * - Profiles: the Bedrock user guide, inference profiles.
 * - Burndown: the Bedrock user guide, quotas (5 for Claude 3.7 to 4.7); 10 and 15 are reported, not printed by AWS.
 */
const rows: readonly Row[] = [
  [/amazon\.nova-(?:micro|lite|pro|premier)\b/, {smallestCacheablePrefix: 1_000}],
  [/amazon\.nova-2-/, {smallestCacheablePrefix: 1_000, profileOnly: true}],
  [/claude-/, {smallestCacheablePrefix: 4_096}],
  [/claude-3-/, {smallestCacheablePrefix: null}],
  [/claude-3-7-sonnet/, {smallestCacheablePrefix: 1_024, burndown: 5}],
  [/claude-3-5-haiku/, {smallestCacheablePrefix: 2_048}],
  [/claude-(?:haiku|sonnet|opus|fable)-\d/, {profileOnly: true}],
  [/claude-(?:haiku|sonnet|opus)-4\b/, {burndown: 5}],
  [/claude-sonnet-[45]\b/, {smallestCacheablePrefix: 1_024}],
  [/claude-opus-4(?:-1)?(?:-\d{8}|$)/, {smallestCacheablePrefix: 1_024}],
  [/claude-opus-4-7\b/, {smallestCacheablePrefix: 2_048}],
  [/claude-opus-4-8\b/, {smallestCacheablePrefix: 1_024, burndown: 15}],
  [/claude-(?:sonnet|opus)-5\b/, {burndown: 10}],
  [/claude-opus-5(?:-v|$)/, {smallestCacheablePrefix: 512}],
  [/claude-fable-5(?:-v|$)/, {smallestCacheablePrefix: 1_024}],
  [/claude-fable-5-1\b/, {burndown: 10}],
  [/gpt-5\.6\b/, {burndown: 10}],
];

/** What is known of a model, by its id, profile or ARN. */
export function modelFacts(model: string): ModelFacts {
  const name = parseModelId(model).bare ?? '';
  const known = rows.filter(([family]) => family.test(name)).map(([, facts]) => facts);
  return Object.assign({}, plain, ...known);
}

/**
 * Where Nova 2 Lite has a profile of its geography: reported with `us.`, `eu.`, `jp.` and `global.` alone
 * (run-llama/ParseBench#82, November 2026). `global.` is never chosen by us: the text may be read anywhere.
 */
const geographies: readonly (readonly [regions: RegExp, geography: string])[] = [
  [/^us-(?:east|west)-\d$/, 'us'],
  [/^eu-[a-z]+-\d$/, 'eu'],
  [/^ap-northeast-[13]$/, 'jp'],
];

/** The models of Bedrock that we know a good use for, cheapest first, without their geography. */
const offered = ['amazon.nova-2-lite-v1:0', 'anthropic.claude-haiku-4-5-20251001-v1:0'] as const;

/**
 * The model that is used on Bedrock where none is named.
 *
 * @throws UsageError RM-LLM-038a in a region without one
 */
export function defaultBedrockModel(region: string): string {
  const geography = geographies.find(([regions]) => regions.test(region))?.[1];
  if (geography !== undefined) return `${geography}.${offered[0]}`;
  throw new UsageError({
    code: 'RM-LLM-038a',
    message: `there is no default model for ${region}`,
    why: 'no profile that keeps the text in its geography is known there',
    hint: `name one with --model-id or bedrock.model_id: ${candidates(region).join(', ')}`,
  });
}

function candidates(region: string): string[] {
  if (region.startsWith('us-gov-')) return ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0'];
  // Nova 1 is answered behind `apac.`; `global.` may answer from anywhere.
  const near = region.startsWith('ap-') ? ['apac.amazon.nova-lite-v1:0'] : [];
  return [...near, ...offered.map((id) => `global.${id}`)];
}
