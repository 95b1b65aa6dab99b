/** What stands under these names and places, or `undefined`. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

export function digText(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = dig(value, ...path);
  return typeof found === 'string' ? found : null;
}

export function digNumber(value: unknown, ...path: readonly (string | number)[]): number | null {
  const found = dig(value, ...path);
  return typeof found === 'number' ? found : null;
}

export function digList(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = dig(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts of a content: a text itself, or a list of blocks with a `text`. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map((block) => digText(block, 'text') ?? '').join('') : '';
}

/** JSON, or `undefined` if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
