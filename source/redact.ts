import type {Secret} from './secret.ts';

/** What stands in place of a secret. */
const mask = '[secret]';

/** Takes secrets out of a text before it goes to a log, an error or the terminal. */
export type Redactor = {
  /** From now on this one too: keys are renewed while a run goes on. */
  readonly learn: (secret: Secret | string) => void;
  readonly redact: (text: string) => string;
};

/** Shorter values are no secrets worth the name, and would mask half of a text. */
const leastCharacters = 6;

/**
 * Hides secrets by their value, in five encodings: plain, URL, base64, base64url, JSON. What looks like a key though nobody
 * told us of it is hidden too, as a second net.
 */
export function createRedactor(secrets: Iterable<Secret | string> = []): Redactor {
  const needles = new Set<string>();
  let longestFirst: readonly string[] = [];
  const learn = (secret: Secret | string): void => {
    const value = typeof secret === 'string' ? secret : secret.reveal();
    if (value.length < leastCharacters) return;
    for (const form of encodings(value)) needles.add(form);
    longestFirst = [...needles].sort((a, b) => b.length - a.length);
  };
  for (const secret of secrets) learn(secret);
  return {
    learn,
    redact: (text) =>
      redactPatterns(longestFirst.reduce((rest, needle) => rest.replaceAll(needle, mask), text)),
  };
}

/** Hides what looks like a key, whoever's it is. */
export function redactPatterns(text: string): string {
  return secretPatterns.reduce((rest, pattern) => rest.replace(pattern, `$1${mask}`), text);
}

/** Keys by their form. The first group, if it took part, stays: it says what was hidden. All have a bounded length. */
export const secretPatterns: readonly RegExp[] = [
  // Long-term and short-term API keys of Bedrock, ids of AWS access keys [AWS].
  /()ABSK[A-Za-z0-9+/]{109,269}={0,2}/g,
  /()bedrock-api-key-[A-Za-z0-9+/=]{16,4096}/g,
  /()\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  // Anthropic, OpenAI, Hugging Face.
  /()(?<![A-Za-z0-9])sk-(?:ant-)?[A-Za-z0-9_-]{20,300}/g,
  /()(?<![A-Za-z0-9])hf_[A-Za-z0-9]{20,300}/g,
  /\b(Bearer )[A-Za-z0-9._~+/=-]{16,4096}/gi,
];

function encodings(value: string): string[] {
  const url = encodeURIComponent(value);
  const bytes = Buffer.from(value);
  const base64 = [bytes.toString('base64'), ...[0, 1, 2].map((before) => inside(bytes, before))];
  return [
    value,
    url,
    url.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    JSON.stringify(value).slice(1, -1),
    ...base64.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]),
    bytes.toString('base64url'),
  ];
}

/** The base64 of a value with other text around it, without the characters that the neighbours have a part in. */
function inside(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((before * 8) / 6), whole);
}
