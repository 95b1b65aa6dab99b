import type {Attempt} from './contract.ts';

/**
 * The fixed part of a question as it is sent. On the lowest rung the schema stands in it: still equal for all
 * questions, so a prompt cache keeps it.
 */
export function systemText({question, rung}: Attempt): string {
  const {system, output} = question;
  if (output === null || rung !== 'prompt') return system;
  const asked = [
    'Answer with one JSON value and nothing else: no explanation, no code fence.',
    'It must fit this JSON schema:',
    JSON.stringify(output.schema),
  ].join('\n');
  return system === '' ? asked : `${system}\n\n${asked}`;
}

/** What the forced tool is said to do. */
export const toolDescription = 'Takes the answer.';

/**
 * True if the fixed part may be long enough for a prompt cache. The length in tokens is only estimated, on the low
 * side of English text: below the smallest prefix nothing would be cached, and a marker does no harm.
 */
export function isCacheable(attempt: Attempt, cacheableTokens: number): boolean {
  return Buffer.byteLength(systemText(attempt)) / bytesPerToken >= cacheableTokens;
}

const bytesPerToken = 3.3;
