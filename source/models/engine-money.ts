import type {Question} from './contract.ts';

/** What a service adds to a question on its own: the words around roles, tools and schemas, in tokens. */
const overheadTokens = 1_024;

/**
 * What a question cannot exceed in input tokens: one a byte, since no token is shorter. The schema counts twice: some
 * services have it in a tool and in the text.
 */
export function inputBound({system, prompt, output}: Question): number {
  const schemaBytes = output === null ? 0 : Buffer.byteLength(JSON.stringify(output.schema));
  return Buffer.byteLength(system) + Buffer.byteLength(prompt) + 2 * schemaBytes + overheadTokens;
}
