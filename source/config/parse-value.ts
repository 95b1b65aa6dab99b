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
    why: `it is ${shown(value)}`,
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
  return checkValue(key, converted(configKeys[key].text, text.trim()), place);
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

function converted(kind: 'string' | 'number' | 'boolean' | 'list', text: string): unknown {
  switch (kind) {
    case 'string':
      return text;
    case 'number':
      return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return booleans.get(text.toLowerCase()) ?? text;
    case 'list':
      return listFromText(text);
  }
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
