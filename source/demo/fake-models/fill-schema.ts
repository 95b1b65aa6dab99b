import {dig, digList, digText} from './dig.ts';

/**
 * The smallest value that a JSON schema takes, with `text` for every free text: what a model answers that does as it
 * is told. Of the keywords it knows `type`, `properties`, `items`, `enum`, `const`, `anyOf`, `oneOf`, `$ref` into the
 * schema itself, `minimum`.
 */
export function fillSchema(schema: unknown, text: string): unknown {
  return fill(schema, text, schema, 0);
}

/** Deeper than any answer we ask for; ends a schema that contains itself. */
const maxDepth = 32;

function fill(schema: unknown, text: string, root: unknown, depth: number): unknown {
  if (depth > maxDepth) return null;
  const again = (inner: unknown) => fill(inner, text, root, depth + 1);
  const fixed = dig(schema, 'const') ?? digList(schema, 'enum')[0];
  if (fixed !== undefined) return fixed;
  const reference = digText(schema, '$ref');
  if (reference !== null) return again(dig(root, ...reference.replace(/^#\/?/, '').split('/')));
  const choice = digList(schema, 'anyOf')[0] ?? digList(schema, 'oneOf')[0];
  if (choice !== undefined) return again(choice);
  const type = digText(schema, 'type') ?? digList(schema, 'type')[0];
  switch (type) {
    case 'array':
      return [again(dig(schema, 'items') ?? {type: 'string'})];
    case 'string':
      return text;
    case 'integer':
    case 'number':
      return dig(schema, 'minimum') ?? 0;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return Object.fromEntries(
        Object.entries(dig(schema, 'properties') ?? {}).map(([key, inner]) => [key, again(inner)]),
      );
  }
}
