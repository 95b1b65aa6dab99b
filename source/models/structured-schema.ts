import {toJsonSchema} from '@valibot/to-json-schema';
import type {BaseIssue, BaseSchema} from 'valibot';
import type {JsonSchema} from './contract.ts';

/** A schema of valibot that answers are read with. */
export type AnswerSchema<Value> = BaseSchema<unknown, Value, BaseIssue<unknown>>;

/**
 * The JSON schema that every strict mode takes: all keys required, no additional ones; a key that may be absent may be
 * `null` instead. What strict modes do not know (lengths, patterns, ranges) is told in the description, for the model
 * to read; valibot checks it afterwards.
 *
 * @throws TypeError for a shape that no strict mode has: records, tuples, intersections of other than objects
 */
export function strictSchema(schema: AnswerSchema<unknown>): JsonSchema {
  const {$schema: _, ...rest} = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
  });
  return strict(rest);
}

type Node = {readonly [keyword: string]: unknown};

/** Keywords that only say what values are fine; in this order they are told. */
const told = [
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'default',
  'examples',
] as const;

const kept: ReadonlySet<string> = new Set(['type', 'enum', 'const', '$ref', 'title']);
const handled: ReadonlySet<string> = new Set([
  'description',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'anyOf',
  'oneOf',
  'allOf',
  '$defs',
]);

function strict(node: Node): Node {
  const whole = 'allOf' in node ? merged(node) : node;
  for (const keyword of Object.keys(whole)) {
    const isKnown = kept.has(keyword) || handled.has(keyword) || told.some((name) => name === keyword);
    if (!isKnown) throw new TypeError(`no strict schema has ${keyword}`);
  }
  const choices = whole['anyOf'] ?? whole['oneOf'];
  return {
    ...Object.fromEntries(Object.entries(whole).filter(([keyword]) => kept.has(keyword))),
    ...describe(whole),
    ...(whole['type'] === 'object' ? objectPart(whole) : {}),
    ...('items' in whole ? {items: strict(asNode(whole['items']))} : {}),
    ...(Array.isArray(choices) ? {anyOf: choices.map((choice) => strict(asNode(choice)))} : {}),
    ...('$defs' in whole ? {$defs: mapNodes(asNode(whole['$defs']), strict)} : {}),
  };
}

function objectPart(node: Node): Node {
  const open = node['additionalProperties'];
  if (typeof open === 'object') throw new TypeError('no strict schema has keys of any name');
  const properties = asNode(node['properties'] ?? {});
  const required = new Set(Array.isArray(node['required']) ? node['required'] : []);
  return {
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => {
        const inner = strict(asNode(value));
        return [key, required.has(key) ? inner : orNull(inner)];
      }),
    ),
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function orNull(node: Node): Node {
  const choices = node['anyOf'];
  if (Array.isArray(choices) && choices.some((choice) => asNode(choice)['type'] === 'null')) return node;
  if (node['type'] === 'null') return node;
  const {description, ...rest} = node;
  return {...(description === undefined ? {} : {description}), anyOf: [rest, {type: 'null'}]};
}

function describe(node: Node): Node {
  const facts = told
    .filter((keyword) => keyword in node)
    .map((keyword) => `${keyword} ${say(node[keyword])}`);
  const own = typeof node['description'] === 'string' ? [node['description']] : [];
  const description = [...own, ...(facts.length > 0 ? [`(${facts.join(', ')})`] : [])].join(' ');
  return description === '' ? {} : {description};
}

function say(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An intersection of objects is one object with all their keys. */
function merged({allOf, ...rest}: Node): Node {
  const parts = Array.isArray(allOf) ? allOf.map((part) => asNode(part)) : [];
  if (parts.some((part) => part['type'] !== 'object')) {
    throw new TypeError('no strict schema has an intersection of other than objects');
  }
  return {
    ...rest,
    type: 'object',
    properties: Object.assign({}, ...parts.map((part) => part['properties'])),
    required: parts.flatMap((part) => (Array.isArray(part['required']) ? part['required'] : [])),
  };
}

function mapNodes(nodes: Node, change: (node: Node) => Node): Node {
  return Object.fromEntries(Object.entries(nodes).map(([key, value]) => [key, change(asNode(value))]));
}

function asNode(value: unknown): Node {
  if (typeof value !== 'object' || value === null) throw new TypeError('a schema that is no object');
  return value as Node;
}
