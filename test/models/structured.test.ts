import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {readAnswer} from '../../source/models/structured-answer.ts';
import {strictSchema} from '../../source/models/structured-schema.ts';

const rule = v.object({
  directive: v.pipe(v.string(), v.minLength(3), v.maxLength(200), v.description('One sentence.')),
  kind: v.picklist(['must', 'prefer']),
  anchor: v.optional(v.string()),
  versions: v.nullish(v.object({since: v.optional(v.string())})),
});
const answer = v.object({rules: v.pipe(v.array(rule), v.maxLength(5))});

describe('a strict schema', () => {
  test('requires every key, takes null for what may be absent, and tells the rest in words', () => {
    expect(strictSchema(answer)).toEqual({
      type: 'object',
      properties: {
        rules: {
          type: 'array',
          description: '(maxItems 5)',
          items: {
            type: 'object',
            properties: {
              directive: {type: 'string', description: 'One sentence. (minLength 3, maxLength 200)'},
              kind: {enum: ['must', 'prefer'], type: 'string'},
              anchor: {anyOf: [{type: 'string'}, {type: 'null'}]},
              versions: {
                anyOf: [
                  {
                    type: 'object',
                    properties: {since: {anyOf: [{type: 'string'}, {type: 'null'}]}},
                    required: ['since'],
                    additionalProperties: false,
                  },
                  {type: 'null'},
                ],
              },
            },
            required: ['directive', 'kind', 'anchor', 'versions'],
            additionalProperties: false,
          },
        },
      },
      required: ['rules'],
      additionalProperties: false,
    });
  });

  test('holds nothing that strict modes do not know, however deep', () => {
    type Tree = {name: string; children: Tree[]};
    const tree: v.GenericSchema<Tree> = v.object({
      name: v.pipe(v.string(), v.regex(/^a/)),
      children: v.array(v.lazy(() => tree)),
    });
    const schema = strictSchema(
      v.strictObject({
        tree,
        one: v.variant('kind', [
          v.object({kind: v.literal('a'), count: v.pipe(v.number(), v.minValue(1))}),
          v.looseObject({kind: v.literal('b')}),
        ]),
        both: v.intersect([v.object({a: v.string()}), v.object({b: v.optional(v.boolean())})]),
      }),
    );
    const keywords = new Set<string>();
    const walk = (node: unknown, isMap: boolean): void => {
      if (Array.isArray(node)) {
        for (const inner of node) walk(inner, false);
      } else if (typeof node === 'object' && node !== null) {
        for (const [key, value] of Object.entries(node)) {
          if (!isMap) keywords.add(key);
          walk(value, !isMap && (key === 'properties' || key === '$defs'));
        }
        if (!isMap && 'properties' in node) {
          expect(node).toMatchObject({additionalProperties: false});
          expect('required' in node && node.required).toEqual(Object.keys(node.properties ?? {}));
        }
      }
    };
    walk(schema, false);
    const known = [
      'type',
      'properties',
      'required',
      'additionalProperties',
      'items',
      'anyOf',
      'enum',
      'const',
      'description',
      '$ref',
      '$defs',
    ];
    expect([...keywords].filter((keyword) => !known.includes(keyword))).toEqual([]);
    expect(JSON.stringify(schema)).toContain('(minimum 1)');
  });

  test('is the same text each time', () => {
    expect(JSON.stringify(strictSchema(answer))).toBe(JSON.stringify(strictSchema(answer)));
  });

  test.each([
    ['a record', v.object({a: v.record(v.string(), v.string())})],
    ['a tuple', v.object({a: v.tuple([v.string(), v.number()])})],
    ['an intersection of texts', v.object({a: v.intersect([v.string(), v.literal('x')])})],
  ])('cannot be made of %s', (_, schema) => {
    expect(() => strictSchema(schema)).toThrow(TypeError);
  });
});

const one = {directive: 'Use it.', kind: 'must'};
const good = JSON.stringify({rules: [{...one, anchor: null, versions: null}]});
const value = {rules: [{...one, versions: null}]};

describe('an answer', () => {
  test.each([
    ['as it should be', good],
    ['in a fence', `\`\`\`json\n${good}\n\`\`\``],
    ['in a fence that is not closed', `\`\`\`json\n${good}\n`],
    ['in a fence between talk', `Here you are:\n\`\`\`\n${good}\n\`\`\`\nAnything else?`],
    ['between talk', `Here you are: ${good} Bye.`],
    ['with keys of its own', JSON.stringify({...JSON.parse(good), note: 'x'})],
  ])('%s is read', (_, text) => {
    expect(readAnswer({text, ending: 'complete'}, answer)).toEqual({ok: true, value, repaired: false});
  });

  test.each([
    ['a comma too many', good.replace('}]', '},]')],
    ['single quotes', good.replaceAll('"', "'")],
    ['a bracket missing at its end', good.slice(0, -1)],
    ['a comment', good.replace('[', '[ // rules\n')],
  ])('with %s is repaired', (_, text) => {
    expect(readAnswer({text, ending: 'complete'}, answer)).toEqual({ok: true, value, repaired: true});
  });

  test.each(['truncated', 'too-long', 'malformed', 'refused'] as const)(
    'that is %s is not read',
    (ending) => {
      expect(readAnswer({text: good, ending}, answer)).toEqual({
        ok: false,
        error: `the answer is not whole (${ending})`,
      });
    },
  );

  test.each([
    ['I cannot do that.', 'no JSON in the answer'],
    ['', 'no JSON in the answer'],
    ['"text"', 'the answer: expected Object'],
    ['{"rules":{}}', 'rules: expected Array'],
    [`${good}\n${good}`, 'no JSON in the answer'],
    [
      JSON.stringify({rules: [{directive: 'hidden-value', kind: 'hidden-value'}, {directive: null}]}),
      'rules.0.kind: expected ("must" | "prefer"); rules.1.directive: expected string; rules.1.kind: expected "kind"',
    ],
    ['{"rules":[null]}', 'rules.0: expected Object'],
  ])('%j says what is wrong without repeating it', (text, error) => {
    expect(readAnswer({text, ending: 'complete'}, answer)).toEqual({ok: false, error});
  });

  test('may have null for an absent key in a branch of a union', () => {
    const schema = v.object({
      item: v.union([v.object({a: v.string(), b: v.optional(v.number())}), v.object({c: v.string()})]),
    });
    expect(readAnswer({text: '{"item":{"a":"x","b":null}}', ending: 'complete'}, schema)).toMatchObject({
      ok: true,
      value: {item: {a: 'x'}},
    });
  });

  test('touches no prototype', () => {
    const schema = v.object({a: v.optional(v.string())});
    const text = '{"__proto__":null,"a":null}';
    expect(readAnswer({text, ending: 'complete'}, schema)).toMatchObject({ok: true, value: {}});
  });

  test.each([
    ['nested deep', '{"rules":['.repeat(20_000)],
    ['nested deep, but short', '['.repeat(9_999)],
    ['nested deep and proper', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['long prose', `{ ${'the "quick" brown: fox, '.repeat(2_700)}`],
    ['many brackets', '[{'.repeat(1_000_000)],
  ])('that is garbage, %s, is given up', (_, text) => {
    expect(readAnswer({text, ending: 'complete'}, answer).ok).toBe(false);
  });
});
