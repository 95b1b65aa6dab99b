import {SecurityError} from '../errors.ts';
import {type ConfigKey, configKeys} from './keys.ts';

/**
 * A project file comes with a checkout and may be somebody else's: it may narrow what a run does, never widen it.
 * The same value from a flag, a variable or the user's own file is welcome.
 *
 * @param before - what the weaker sources say
 * @throws SecurityError RM-SEC-071
 */
export function refuseWidening(
  key: ConfigKey,
  value: unknown,
  {before, place}: {readonly before: unknown; readonly place: string},
): void {
  if (JSON.stringify(value) === JSON.stringify(before)) return;
  const why = siteWidening(key, value) ?? modelWidening(key, value, before);
  if (why === null) return;
  const {variables, text} = configKeys[key];
  const ways = [
    variables[0] === undefined ? '' : `${variables[0]}=… or the flag, or `,
    'your own config file',
  ];
  throw new SecurityError({
    code: 'RM-SEC-071',
    message: `${place}: a project file may not set ${key}${text === 'file' ? '' : ` to ${JSON.stringify(value)}`}`,
    why,
    hint: `say it yourself: ${ways.join('')}`,
  });
}

function siteWidening(key: ConfigKey, value: unknown): string | null {
  if (key === 'scraping.respect_robots_txt' && value === false) return 'it switches robots.txt off';
  if (key === 'scraping.rate_limit' && (value === 0 || Number(value) > configKeys[key].default)) {
    return 'it asks a host for more than the default pace';
  }
  if (key === 'scraping.allow_private' && Array.isArray(value) && value.length > 0) {
    return 'it opens private addresses';
  }
  if (key === 'scraping.javascript_enabled' && value === true) return 'it starts a browser';
  if (key === 'scraping.ca_file' && value !== '') return 'it adds to what is trusted';
  if (
    key === 'output.output_directory' &&
    /^(?:[/\\~]|[a-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/i.test(String(value))
  ) {
    return 'it places output outside of the project';
  }
  return null;
}

/** Of all that models are told and cost, a project may only lower numbers and switch things off. */
function modelWidening(key: ConfigKey, value: unknown, before: unknown): string | null {
  const rule = rules.find(([pattern]) => pattern.test(key));
  if (!rule) return null;
  const [, mayBe, why] = rule;
  return mayBe(value, before) ? null : why;
}

type MayBe = (value: unknown, before: unknown) => boolean;

const never: MayBe = () => false;
const always: MayBe = () => true;

/** `null` is no limit at all. */
const lower: MayBe = (value, before) =>
  typeof value === 'number' && (before === null || value <= Number(before));

const only =
  (narrow: unknown): MayBe =>
  (value) =>
    value === narrow;

/** The first row that fits a key counts; keys without a row are no matter of models. */
const rules: readonly (readonly [RegExp, MayBe, string])[] = [
  [/^provider$/, only('builtin'), 'it chooses who is asked, and who is paid'],
  [/\.fallback\.enabled$/, only(false), 'it sends pages to other companies'],
  [/\.fallback\./, never, 'it sends pages to other companies'],
  [/\.(?:credentials_csv|profile|instance_credentials|api_key|api_key_env)$/, never, 'it names a secret'],
  [/\.base_url$/, never, 'it says where pages and keys are sent'],
  [/\.(?:concurrency|max_attempts|max_tokens|rpm|tpm)$/, lower, 'it raises what is asked and spent'],
  [/\.prompt_cache$/, only('off'), 'it changes what a call costs'],
  [/^(?:bedrock|providers\.\w+)\.(?:timeout|temperature|stream|retry\.\w+|waits\.\w+)$/, always, ''],
  [/^(?:bedrock|providers)\./, never, 'it changes which model is asked, or what it costs'],
  [/^telemetry\.redact_prompts$/, only(true), 'it shows prompts in logs'],
  [/^telemetry\./, only(false), 'it switches telemetry on'],
  [/^cache\.(?:ttl|dir|enabled)$/, never, 'it decides what is kept, where, and what is paid for again'],
  [/^cache\.max_mb$/, lower, 'it takes more of the disk'],
  [/^budget\.\w+_usd$/, lower, 'it raises or removes a cap'],
  [/^budget\.unknown_price$/, only('block'), 'it lets calls of unknown cost out'],
  [/^budget\.(?:day|warn_at)$/, never, 'it changes how spending is counted'],
  [/^budget\.ambiguous$/, only('skip'), 'it may pay for a question twice'],
  [/^prices$/, never, 'it says what calls cost'],
];
