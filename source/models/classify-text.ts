/** Longer than a phrase that a provider would have by chance in common with a question. */
const echoLength = 32;

const keyShapes = /\b(?:sk-|hf_|ABSK|bedrock-api-key-)[\w*+/=.-]{4,}|\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g;

/**
 * The first line of what a provider says, fit for an event: no control characters, at most 300 characters, no secret,
 * and not if it repeats a part of the question (some servers answer 400 with the whole request). AWS puts the signed
 * request, session token and all, into the lines after the first.
 */
export function safeMessage(
  text: string,
  {secrets, texts}: {readonly secrets: readonly string[]; readonly texts: readonly string[]},
): string {
  const [first = ''] = text.trim().split(/[\r\n]/, 1);
  let line = first.slice(0, 2_000);
  for (const secret of secrets) if (secret.length >= 4) line = line.replaceAll(secret, '[secret]');
  line = line
    .replace(keyShapes, '[secret]')
    .replace(/[\x00-\x1F\x7F-\x9F]+/g, ' ')
    .trim();
  if (repeats(line, texts)) return '(left out: it repeats the question)';
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function repeats(line: string, texts: readonly string[]): boolean {
  for (let at = 0; at + echoLength <= line.length; at += 1) {
    const piece = line.slice(at, at + echoLength);
    if (texts.some((text) => text.includes(piece))) return true;
  }
  return false;
}

/** The name of an error as events show it; anything that is no name is none. */
export function safeName(name: string | null): string | null {
  return name !== null && /^[A-Za-z][\w.:-]{1,79}$/.test(name) && !/^unknown/i.test(name) ? name : null;
}
