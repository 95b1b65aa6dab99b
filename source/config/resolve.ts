import {SecurityError} from '../errors.ts';
import type {ConfigText} from './discover.ts';
import {type ConfigKey, type ConfigValues, configKeyNames, configKeys} from './keys.ts';
import type {Origin} from './origin.ts';
import {valueFromText} from './parse-value.ts';
import {readConfigText} from './read-file.ts';

/** The effective configuration: frozen, and every value knows where it came from. */
export type Config = {
  readonly values: ConfigValues;
  readonly origins: Readonly<Record<ConfigKey, Origin>>;
};

/** The text of a flag, with the flag's name for errors and origins. */
export type FlagText = {readonly flag: string; readonly value: string | readonly string[] | boolean};

/**
 * Merges all sources: flag > environment > project file > user file > default.
 *
 * @param files - weakest first, as `discoverConfig` gives them
 * @throws UsageError RM-CONF-048, -049, -051; SecurityError RM-SEC-071 for a project file that widens
 */
export function resolveConfig(sources: {
  readonly files: readonly ConfigText[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly flags: Readonly<Partial<Record<ConfigKey, FlagText>>>;
}): Config {
  const values: Record<string, unknown> = {};
  const origins: Partial<Record<ConfigKey, Origin>> = {};
  const set = (key: ConfigKey, value: unknown, origin: Origin) => {
    values[key] = freeze(value);
    origins[key] = origin;
  };

  for (const key of configKeyNames) set(key, configKeys[key].default, {kind: 'default'});
  for (const {kind, file, text} of sources.files) {
    for (const {key, value, line} of readConfigText(text, file)) {
      const origin: Origin = {kind, file, line};
      if (kind === 'project') refuseWidening(key, value, `${file}:${line}`);
      set(key, value, origin);
    }
  }
  for (const key of configKeyNames) {
    const {variable} = configKeys[key];
    const text = sources.environment[variable];
    if (text !== undefined && text !== '') {
      set(key, valueFromText(key, text, variable), {kind: 'environment', variable});
    }
  }
  for (const key of configKeyNames) {
    const given = sources.flags[key];
    if (given) set(key, fromFlag(key, given), {kind: 'flag', flag: given.flag});
  }
  return Object.freeze({
    values: Object.freeze(values) as ConfigValues,
    origins: Object.freeze(origins) as Record<ConfigKey, Origin>,
  });
}

function fromFlag(key: ConfigKey, {flag, value}: FlagText): unknown {
  const text = Array.isArray(value) ? value.join(',') : String(value);
  return valueFromText(key, text, flag);
}

/**
 * A project file comes with a checkout and may be somebody else's: it may narrow what a run does, never widen it.
 * The same value from a flag, a variable or the user's own file is welcome.
 */
function refuseWidening(key: ConfigKey, value: unknown, place: string): void {
  const why = widening(key, value);
  if (why === null) return;
  throw new SecurityError({
    code: 'RM-SEC-071',
    message: `${place}: a project file may not set ${key} to ${JSON.stringify(value)}`,
    why,
    hint: `say it yourself: ${configKeys[key].variable}=… or the flag, or your own config file`,
  });
}

function widening(key: ConfigKey, value: unknown): string | null {
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

function freeze(value: unknown): unknown {
  return Array.isArray(value) ? Object.freeze([...value]) : value;
}
