import {UsageError} from '../errors.ts';
import {nearest} from '../format/nearest.ts';
import {type CommandName, commandNames} from './spec.ts';
import {type OptionName, optionNames, optionSpec, options} from './table.ts';

export type Scanned = {
  readonly command: CommandName;
  /** The arguments without the command word, checked against the flag table, ready for the parser. */
  readonly rest: readonly string[];
};

/**
 * Finds the command word and refuses what the parser would pass over: unknown flags, flags of another command,
 * a missing value, a second value. The first word that is no flag and no flag's value is a command or a URL.
 *
 * @throws UsageError RM-CONF-010 (flag), RM-CONF-011 (command), RM-CRED-047 (a secret as an argument)
 */
export function scanArguments(argv: readonly string[]): Scanned {
  const tokens = tokenise(argv);
  const first = tokens.find((token) => token.kind === 'word');
  const named = first?.kind === 'word' && isCommand(first.text) ? first : undefined;
  if (first?.kind === 'word' && !named) refuseNearMiss(first.text);
  const command: CommandName = named?.kind === 'word' ? (named.text as CommandName) : 'scrape';

  const seen = new Set<OptionName>();
  for (const token of tokens) {
    if (token.kind !== 'flag') continue;
    const spec = optionSpec(token.name);
    if (!spec.commands.includes(command)) throw foreignFlag(token.given, spec.commands);
    if (spec.kind !== 'list' && seen.has(token.name)) throw twice(token.given);
    seen.add(token.name);
  }
  const flags = tokens.filter(({kind}) => kind === 'flag').flatMap(({raw}) => raw);
  const words = tokens.filter((token) => token.kind === 'word' && token !== named).flatMap(({raw}) => raw);
  return {command, rest: [...flags, '--', ...words]};
}

type Token =
  | {readonly kind: 'word'; readonly text: string; readonly raw: readonly string[]}
  | {
      readonly kind: 'flag';
      readonly name: OptionName;
      readonly given: string;
      readonly raw: readonly string[];
    };

function tokenise(argv: readonly string[]): Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const text = argv[index] ?? '';
    if (text === '--') {
      const words = argv.slice(index + 1).map((word): Token => ({kind: 'word', text: word, raw: [word]}));
      return [...tokens, ...words];
    }
    if (!text.startsWith('-') || text === '-') {
      tokens.push({kind: 'word', text, raw: [text]});
      continue;
    }
    const [given = text, ...inline] = text.split('=');
    const name = flagName(given);
    if (optionSpec(name).kind === 'switch') {
      if (inline.length > 0) throw takesNoValue(given);
      // With its value, since the parser takes a bare `--no-x` for the absence of `--x`.
      tokens.push({kind: 'flag', name, given, raw: [`--${name}=true`]});
      continue;
    }
    const value = inline.length > 0 ? inline.join('=') : argv[index + 1];
    if (inline.length === 0) index += 1;
    if (value === undefined || value === '' || (inline.length === 0 && /^--?[a-z]/i.test(value)))
      throw needsValue(given, name);
    tokens.push({kind: 'flag', name, given, raw: [`--${name}=${value}`]});
  }
  return tokens;
}

function flagName(given: string): OptionName {
  const name = given.startsWith('--')
    ? given.slice(2)
    : optionNames.find((option) => optionSpec(option).short === given.slice(1));
  if (name !== undefined && Object.hasOwn(options, name)) return name as OptionName;
  const meant = optionNames.find((option) => optionSpec(option).aliases?.includes(name ?? ''));
  if (meant !== undefined) return meant;
  if (/key|secret|token|password/i.test(given)) {
    throw new UsageError({
      code: 'RM-CRED-047',
      message: `${given} is refused: a secret in an argument is visible to every user of the machine`,
      hint: 'put it into an environment variable or a file',
    });
  }
  const guess = nearest(given.replace(/^-+/, ''), optionNames);
  throw new UsageError({
    code: 'RM-CONF-010',
    message: `unknown flag ${given}`,
    why: 'no command takes it',
    hint: guess === null ? 'rules-maker --help lists the flags' : `did you mean --${guess}?`,
  });
}

function isCommand(word: string): word is CommandName {
  return (commandNames as readonly string[]).includes(word);
}

function refuseNearMiss(word: string): void {
  if (/[./:]/.test(word)) return;
  const guess = nearest(word, commandNames);
  throw new UsageError({
    code: 'RM-CONF-011',
    message: `"${word}" is neither a command nor a URL`,
    why: `commands: ${commandNames.join(', ')}; a URL has a dot, a colon or a slash`,
    hint: guess === null ? 'rules-maker https://docs.example.com/' : `did you mean ${guess}?`,
  });
}

function foreignFlag(given: string, commands: readonly CommandName[]): UsageError {
  return new UsageError({
    code: 'RM-CONF-010',
    message: `${given} does not belong to this command`,
    why: `it belongs to ${commands.join(', ')}`,
    hint: 'rules-maker --help lists the flags',
  });
}

function twice(given: string): UsageError {
  return new UsageError({code: 'RM-CONF-010', message: `${given} was given twice`, hint: 'give it once'});
}

function takesNoValue(given: string): UsageError {
  return new UsageError({
    code: 'RM-CONF-010',
    message: `${given} takes no value`,
    hint: `write ${given} alone`,
  });
}

function needsValue(given: string, name: OptionName): UsageError {
  const placeholder = optionSpec(name).value ?? 'VALUE';
  return new UsageError({
    code: 'RM-CONF-010',
    message: `${given} needs a value`,
    hint: `write ${given} ${placeholder}`,
  });
}
