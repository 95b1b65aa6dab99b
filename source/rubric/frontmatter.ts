import {parse} from 'yaml';

export type Frontmatter = {
  /** `null` if it is no map of keys. */
  readonly values: Readonly<Record<string, unknown>> | null;
};

const FENCE = '---\n';

/** The head between `---` lines, or `null` if a text has none. */
export function frontmatterOf(text: string): Frontmatter | null {
  if (!text.startsWith(FENCE)) return null;
  const end = text.indexOf(`\n${FENCE}`, FENCE.length - 1);
  if (end < 0) return null;
  return {values: keysOf(text.slice(FENCE.length, end + 1))};
}

function keysOf(yaml: string): Record<string, unknown> | null {
  try {
    const value: unknown = parse(yaml);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof Error && error.name === 'YAMLParseError') return null;
    throw error;
  }
}
