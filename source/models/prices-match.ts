/** A row of a table, and how it was found. */
export type Matched<Row> = {readonly key: string; readonly row: Row; readonly match: 'exact' | 'family'};

/**
 * The row for a model: the first of its names that is a key, else the longest key that stands in one of them as a whole.
 * Letters and digits right before or behind a key make it another model: `gpt-4` does not stand in `gpt-4o`.
 */
export function matchRow<Row>(
  table: Readonly<Record<string, Row>>,
  names: readonly string[],
): Matched<Row> | null {
  const rows = Object.entries(table);
  for (const name of names) {
    const exact = rows.find(([key]) => key === name);
    if (exact) return {key: exact[0], row: exact[1], match: 'exact'};
  }
  const [longest] = rows
    .filter(([key]) => key !== '' && names.some((name) => standsIn(key, name)))
    .sort(([a], [b]) => b.length - a.length);
  return longest ? {key: longest[0], row: longest[1], match: 'family'} : null;
}

/**
 * Whether what a price table found is what was asked for: tables answer `amazon.nova-lite-v9:0` with version 1. True if
 * the key stands in the id, or if the id lacks nothing of it but its version at the end.
 */
export function isSameModel(key: string, id: string): boolean {
  const [known, asked] = [key.toLowerCase(), id.toLowerCase()];
  if (standsIn(known, asked)) {
    const behind = asked.slice(asked.lastIndexOf(known) + known.length);
    // `claude-opus-5` stands in `claude-opus-5-9`, which is a later model; a date or a build is none.
    return !/^[-.]\d{1,2}(?!\d)/.test(behind);
  }
  return known.startsWith(asked) && /^(?:-v\d+(?::\d+)?|:\d+)$/.test(known.slice(asked.length));
}

function standsIn(key: string, text: string): boolean {
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    if (!isWord(text[at - 1]) && !isWord(text[at + key.length])) return true;
  }
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9]/i.test(character);
}
