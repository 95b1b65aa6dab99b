const definition =
  /^\s{0,3}\[(?!\^)([^\]\n]{1,200})\]:\s{1,9}<?([^\s<>]{1,2000})>?(?:\s{1,9}["'(].{0,300}["')])?\s{0,9}$/;

/** Writes reference links (`[text][id]`, `[id]`) as inline ones and drops their definitions; code is left alone. */
export function inlineReferences(lines: readonly string[]): readonly string[] {
  const addresses = new Map<string, string>();
  eachText(lines, (line) => {
    const found = definition.exec(line);
    if (found?.[1] && found[2] && !addresses.has(nameOf(found[1]))) addresses.set(nameOf(found[1]), found[2]);
    return line;
  });
  if (addresses.size === 0) return lines;
  return eachText(lines, (line) => {
    if (definition.test(line)) return '';
    if (!line.includes('[')) return line;
    return line.replace(
      /(`[^`]{1,500}`)|\[([^\][]{1,500})\](?:\[([^\][]{0,200})\])?(?![[(:])/g,
      (whole, code: string | undefined, text: string | undefined, id: string | undefined) => {
        const address = code === undefined && text ? addresses.get(nameOf(id || text)) : undefined;
        return address === undefined ? whole : `[${text}](${address})`;
      },
    );
  });
}

function eachText(lines: readonly string[], change: (line: string) => string): string[] {
  let fence: string | null = null;
  return lines.map((line) => {
    const mark = /^\s{0,12}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && (fence === null || (line.trim().startsWith(fence) && line.trim() === mark))) {
      fence = fence === null ? mark : null;
      return line;
    }
    return fence === null ? change(line) : line;
  });
}

function nameOf(id: string): string {
  return id.trim().toLowerCase().replace(/\s+/g, ' ').replaceAll('`', '');
}
