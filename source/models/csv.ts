/** One row of a file: its line, counted from 1, and its cells without quotes and outer blanks. */
export type CsvRow = {readonly line: number; readonly cells: readonly string[]};

/**
 * Reads comma, semicolon or tab separated text with quotes (RFC 4180): UTF-8 or UTF-16 with or without BOM, any line ends.
 * Empty lines and lines that begin with `#` are left out.
 */
export function readCsv(bytes: Uint8Array): CsvRow[] {
  const text = decode(bytes);
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let start = 1;

  const endRow = (): void => {
    cells.push(cell.trim());
    if (cells.some((each) => each !== '')) rows.push({line: start, cells});
    cells = [];
    cell = '';
    start = line + 1;
  };

  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (isQuoted) {
      if (character === '\n') line += 1;
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '#' && cells.length === 0 && cell.trim() === '') {
      while (at + 1 < text.length && text[at + 1] !== '\n') at += 1;
    } else if (character === '"' && cell.trim() === '') {
      cell = '';
      isQuoted = true;
    } else if (character === separator) {
      cells.push(cell.trim());
      cell = '';
    } else if (character === '\n') {
      endRow();
      line += 1;
    } else cell += character;
  }
  endRow();
  return rows;
}

/** UTF-16 by its BOM, or by the zero bytes that plain keys have in it; everything else is UTF-8. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const encoding = isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes).replaceAll(/\r\n?/g, '\n');
}

/** The separator that the first line with content has most of; no key and no base64 has any of them. */
function separatorOf(text: string): string {
  const lines = text.split('\n', 100).map((each) => each.replaceAll(/"[^"]{0,10000}"/g, ''));
  const first = lines.find((each) => each.trim() !== '' && !each.trimStart().startsWith('#')) ?? '';
  const count = (separator: string) => first.split(separator).length;
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best));
}
