import {Secret} from '../secret.ts';
import type {ConfigText} from './discover.ts';
import {type ConfigKey, type ConfigValues, configKeyNames, configKeys} from './keys.ts';
import type {Origin} from './origin.ts';
import {valueFromText} from './parse-value.ts';
import {readConfigText} from './read-file.ts';
import {refuseWidening} from './widening.ts';

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
      if (kind === 'project') refuseWidening(key, value, {before: values[key], place: `${file}:${line}`});
      set(key, value, origin);
    }
  }
  for (const key of configKeyNames) {
    const variable = configKeys[key].variables.find((name) => (sources.environment[name] ?? '') !== '');
    if (variable !== undefined) {
      const text = sources.environment[variable] ?? '';
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

function freeze(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze([...value]);
  if (typeof value !== 'object' || value === null || value instanceof Secret) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, part]) => [name, freeze(part)])));
}
