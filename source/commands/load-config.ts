import {discoverConfig} from '../config/discover.ts';
import {type ConfigKey, isConfigKey} from '../config/keys.ts';
import {type Config, type FlagText, resolveConfig} from '../config/resolve.ts';
import {UsageError} from '../errors.ts';
import type {Arguments} from '../options/parse.ts';
import {Secret} from '../secret.ts';
import {userFolders} from '../store/folders.ts';
import type {Io} from './io.ts';
import {keyWarnings} from './key-warnings.ts';

/**
 * Reads every source of configuration for one command.
 *
 * @throws UsageError RM-CONF-048, -049, -051, RM-CRED-047; SecurityError RM-SEC-071
 */
export async function loadConfig(args: Arguments, io: Io): Promise<Config> {
  const files = await discoverConfig({
    cwd: io.cwd,
    userFolder: userFolders(io.environment).config,
    explicit: args.texts.get('config') ?? null,
  });
  const sources = {files, environment: io.environment};
  const flags = {...setFlags(args.lists.get('set') ?? []), ...fallbackFlags(args), ...args.config};
  const model = args.texts.get('model');
  if (model === undefined) return inForce(resolveConfig({...sources, flags}), io);
  // Whose model it is depends on the provider, which any source may have chosen.
  const {provider} = resolveConfig({...sources, flags}).values;
  const key = modelKeyOf(args.command === 'bedrock' ? 'bedrock' : provider);
  return inForce(resolveConfig({...sources, flags: {...flags, [key]: {flag: '--model', value: model}}}), io);
}

/** From here on the log speaks as the configuration has it, and hides what it holds. */
function inForce(config: Config, {log, err, cwd}: Io): Config {
  log?.useJson(config.values['telemetry.json']);
  for (const [key, value] of Object.entries(config.values)) {
    if (value instanceof Secret) log?.hide(value);
    const url = key.endsWith('.base_url') ? URL.parse(String(value)) : null;
    for (const text of url ? loginsIn(url) : []) log?.hide(text);
  }
  for (const warning of keyWarnings(config, cwd)) err(warning);
  return config;
}

/** A password as it stands in an address, as it is meant, and together with its user. */
function loginsIn({username, password}: URL): string[] {
  if (password === '') return [];
  const meant = (text: string) => (/%(?![0-9a-f]{2})/i.test(text) ? text : decodeURIComponent(text));
  return [password, meant(password), `${meant(username)}:${meant(password)}`];
}

function modelKeyOf(provider: Config['values']['provider']): ConfigKey {
  if (provider === 'bedrock') return 'bedrock.model_id';
  if (provider !== 'builtin') return `providers.${provider}.model`;
  throw new UsageError({
    code: 'RM-CONF-010',
    message: '--model needs a provider',
    why: 'builtin, which calls no model, is what is chosen',
    hint: 'add --provider bedrock, or another one',
  });
}

function fallbackFlags({lists}: Arguments): Partial<Record<ConfigKey, FlagText>> {
  const value = lists.get('fallback');
  if (value === undefined) return {};
  const flag = '--fallback';
  return {
    'bedrock.fallback.enabled': {flag, value: true},
    'bedrock.fallback.providers': {flag, value},
  };
}

function setFlags(texts: readonly string[]): Partial<Record<ConfigKey, FlagText>> {
  const flags: Partial<Record<ConfigKey, FlagText>> = {};
  for (const text of texts) {
    const [key = '', ...rest] = text.split('=');
    const asked = key.trim().replace(/^fallback\./, 'bedrock.fallback.');
    if (!isConfigKey(asked) || rest.length === 0) {
      throw new UsageError({
        code: 'RM-CONF-048',
        message: `--set: "${key}" is no key${rest.length === 0 ? ' with a value' : ''}`,
        hint: 'rules-maker config show lists them: --set bedrock.timeout=60',
      });
    }
    const hasLogin = asked.endsWith('.base_url') && (URL.parse(rest.join('='))?.password ?? '') !== '';
    if (asked.endsWith('.api_key') || hasLogin) {
      throw new UsageError({
        code: 'RM-CRED-047',
        message: `--set ${asked} is refused: a secret in an argument is visible to every user of the machine`,
        hint: 'put it into an environment variable or a file',
      });
    }
    flags[asked] = {flag: '--set', value: rest.join('=')};
  }
  return flags;
}
