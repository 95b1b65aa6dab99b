import * as v from 'valibot';
import {Secret} from '../secret.ts';

export type KeySpec<Schema extends v.GenericSchema> = {
  readonly schema: Schema;
  readonly default: v.InferOutput<Schema>;
  /** The variables that set it: the first that is not empty counts. */
  readonly variables: readonly string[];
  /** How a flag's or a variable's text becomes a value; `file` = only a config file can say it. */
  readonly text: 'string' | 'number' | 'boolean' | 'list' | 'price' | 'file';
  /** The comment in the example file. */
  readonly help: string;
};

/** One row of the table of keys. */
export const key = <Schema extends v.GenericSchema>(spec: KeySpec<Schema>): KeySpec<Schema> => spec;

/** The rows of a section, by their full paths. */
export function section<Prefix extends string, Rows extends object>(
  prefix: Prefix,
  rows: Rows,
): {readonly [Name in keyof Rows & string as `${Prefix}.${Name}`]: Rows[Name]} {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [`${prefix}.${name}`, row])) as never;
}

export const wholeNumber = (least: number, most: number) => {
  const words = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(words), v.integer(words), v.minValue(least, words), v.maxValue(most, words));
};

/** Any number of a range, in words such as `a number of seconds from 1 to 3600`. */
export const numberFrom = (least: number, most: number, of = '') => {
  const words = `must be a number ${of === '' ? '' : `of ${of} `}from ${least} to ${most}`;
  return v.pipe(v.number(words), v.finite(words), v.minValue(least, words), v.maxValue(most, words));
};

export const trueOrFalse = v.boolean('must be true or false');

/** A text without line breaks; empty = not set. */
export const line = (what: string) =>
  v.pipe(v.string(`must be ${what}`), v.regex(/^[^\r\n]{0,2000}$/, `must be ${what}, on one line`));

/** A text that is never shown; empty = not set. */
export const secret = v.pipe(
  v.string('must be text'),
  v.transform((text) => text.trim()),
  v.transform((text): Secret | '' => (text === '' ? '' : new Secret(text))),
);

/** USD per million tokens. */
export const usdPerMillion = numberFrom(0, 100_000, 'USD per million tokens');
