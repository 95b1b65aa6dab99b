import meow from 'meow';
import type {ConfigKey} from '../config/keys.ts';
import type {FlagText} from '../config/resolve.ts';
import {UsageError} from '../errors.ts';
import {scanArguments} from './scan.ts';
import type {CommandName} from './spec.ts';
import {type OptionName, optionNames, optionSpec} from './table.ts';

export type Arguments = {
  readonly command: CommandName;
  /** The words that are no flags: a URL, a file, a sub-command. */
  readonly input: readonly string[];
  readonly switches: ReadonlySet<OptionName>;
  /** Flags with a value that set no config key. */
  readonly texts: ReadonlyMap<OptionName, string>;
  /** Repeatable flags that set no config key: each value as it was given. */
  readonly lists: ReadonlyMap<OptionName, readonly string[]>;
  /** Flags that set a config key, as text; the config checks them. */
  readonly config: Readonly<Partial<Record<ConfigKey, FlagText>>>;
};

/**
 * Parses the command line. Values stay text: the config parses and explains them.
 *
 * @throws UsageError RM-CONF-010, RM-CONF-011, RM-CRED-047
 */
export function parseArguments(argv: readonly string[], importMeta: ImportMeta): Arguments {
  const {command, rest} = scanArguments(argv);
  const own = optionNames.filter((name) => optionSpec(name).commands.includes(command));
  const parsed = meow({
    importMeta,
    argv: [...rest],
    // Help, version and unknown flags are ours: the parser would print and exit.
    autoHelp: false,
    autoVersion: false,
    description: false,
    allowUnknownFlags: false,
    booleanDefault: undefined,
    flags: Object.fromEntries(own.map((name) => [camelCase(name), parserFlag(name)])),
  });

  const switches = new Set<OptionName>();
  const texts = new Map<OptionName, string>();
  const lists = new Map<OptionName, readonly string[]>();
  const config: Partial<Record<ConfigKey, FlagText>> = {};
  for (const name of own) {
    const value = (parsed.flags as Record<string, unknown>)[camelCase(name)];
    const given = Array.isArray(value) ? value.length > 0 : value !== undefined;
    if (!given) continue;
    const spec = optionSpec(name);
    if (spec.key !== undefined) {
      const other = config[spec.key]?.flag;
      if (other !== undefined) throw contradiction(other, `--${name}`);
      config[spec.key] = {flag: `--${name}`, value: spec.sets ?? (value as string | string[])};
    } else if (spec.kind === 'switch') {
      switches.add(name);
    } else if (Array.isArray(value)) {
      lists.set(name, value.map(String));
    } else {
      texts.set(name, String(value));
    }
  }
  return {command, input: parsed.input.map(String), switches, texts, lists, config};
}

function contradiction(one: string, other: string): UsageError {
  return new UsageError({
    code: 'RM-CONF-010',
    message: `${one} and ${other} contradict each other`,
    hint: 'give one of them',
  });
}

function parserFlag(name: OptionName) {
  const {kind} = optionSpec(name);
  if (kind === 'switch') return {type: 'boolean'} as const;
  return kind === 'list' ? ({type: 'string', isMultiple: true} as const) : ({type: 'string'} as const);
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
