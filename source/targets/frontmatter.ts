/** The only keys that we write, in this order; what a reader does with others is not ours to find out. */
const keys = {
  cursor: ['description', 'globs', 'alwaysApply'],
  claude: ['paths'],
} as const;

export type FrontmatterOf = {
  /** `globs` is one comma-joined scalar without blanks (cursor.com/docs/rules). */
  cursor: {readonly description: string; readonly globs?: string; readonly alwaysApply: boolean};
  /** `paths` is always a list; a wrong key would make the rule always loaded (code.claude.com/docs/en/memory). */
  claude: {readonly paths: readonly string[]};
};

type Value = string | boolean | readonly string[];

/** The frontmatter of a target with its `---` lines and a final newline. Values are serialised, never pasted. */
export function frontmatter<T extends keyof FrontmatterOf>(target: T, values: FrontmatterOf[T]): string {
  const given: Readonly<Record<string, Value | undefined>> = {...values};
  const lines = keys[target].flatMap((key) => {
    const value = given[key];
    return value === undefined ? [] : entry(key, value);
  });
  return ['---', ...lines, '---', ''].join('\n');
}

function entry(key: string, value: Value): string[] {
  if (typeof value === 'boolean') return [`${key}: ${value}`];
  if (typeof value === 'string') return [`${key}: ${quoted(value)}`];
  return [`${key}:`, ...value.map((item) => `  - ${quoted(item)}`)];
}

/** A JSON string is a valid double-quoted YAML scalar once the characters that YAML calls unprintable are escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
