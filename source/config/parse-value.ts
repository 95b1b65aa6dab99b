import * as v from 'valibot';
import {UsageError} from '../errors.ts';
import {type ConfigKey, type ConfigValues, configKeys} from './keys.ts';

/**
 * Checks one value of any source.
 *
 * @param place - the flag, variable or file:line:column, named in the error
 * @throws UsageError RM-CONF-051
 */
export function checkValue<Key extends ConfigKey>(
  key: Key,
  value: unknown,
  place: string,
): ConfigValues[Key] {
  const spec = configKeys[key];
  const result = v.safeParse(spec.schema, value);
  if (result.success) return result.output as ConfigValues[Key];
  throw new UsageError({
    code: 'RM-CONF-051',
    message: `${place}: ${key} ${result.issues[0].message}`,
    why: /\.(?:api_key|base_url)$/.test(key)
      ? 'it may hold a secret, so it is not shown'
      : `it is ${shown(value)}`,
    hint: `the default is ${JSON.stringify(spec.default)}`,
  });
}

/**
 * Turns the text of a flag or variable into a checked value. Nothing is coerced silently: `1e3`, `0x10`, `5$`
 * and `` are no numbers.
 *
 * @throws UsageError RM-CONF-051
 */
export function valueFromText<Key extends ConfigKey>(
  key: Key,
  text: string,
  place: string,
): ConfigValues[Key] {
  const {text: kind} = configKeys[key];
  if (kind !== 'file') return checkValue(key, converted(kind, text.trim()), place);
  throw new UsageError({
    code: 'RM-CONF-051',
    message: `${place}: ${key} can only be set in a config file`,
    hint: 'config.example.yaml shows its form',
  });
}

/** The entries of a comma list, without empty ones. A comma inside of braces belongs to its glob. */
function listFromText(text: string): string[] {
  const entries: string[] = [];
  let depth = 0;
  let entry = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    if (character === ',' && depth <= 0) {
      entries.push(entry);
      entry = '';
    } else {
      entry += character;
    }
  }
  return [...entries, entry].map((part) => part.trim()).filter((part) => part !== '');
}

function converted(kind: 'string' | 'number' | 'boolean' | 'list' | 'price', text: string): unknown {
  switch (kind) {
    case 'string':
      return text;
    case 'number':
      // `none` takes a cap or a pace of a weaker source away.
      return text === 'none' ? null : numberIn(text);
    case 'boolean':
      return booleans.get(text.toLowerCase()) ?? text;
    case 'list':
      return listFromText(text);
    case 'price':
      return text === 'none' ? null : priceFromText(text);
  }
}

/** `0.06/0.24`: USD per million tokens in and out. */
export function priceFromText(text: string): unknown {
  const [input, output, ...more] = text.split('/').map((part) => numberIn(part.trim()));
  return output === undefined || more.length > 0 ? text : {input, output};
}

function numberIn(text: string): number | string {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

const booleans = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['on', true],
  ['0', false],
  ['false', false],
  ['no', false],
  ['off', false],
]);

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
