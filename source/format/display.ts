import stringWidth from 'string-width';

/** Widest foreign text that we draw, in terminal cells. */
const maxCells = 120;

/** Invisible characters that can hide or reorder text: zero-width, bidi controls, Tags, variation selectors. */
const invisible =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

const control = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Makes text from a page, a server or a model harmless for a terminal: control characters become visible
 * (`^[`), invisible ones go, white space is one blank, and it is cut at `cells` with an ellipsis.
 *
 * @param cells - widest result in terminal cells
 * @default cells 120
 */
export function display(text: string, cells = maxCells): string {
  const short = text
    .slice(0, cells * 8)
    .replace(invisible, '')
    .replace(/\s+/g, ' ');
  return cut(harmless(short).trim(), cells);
}

/**
 * The last net under a line that we made ourselves: nothing in it can control a terminal, whatever field of a
 * replayed run it came from. Spaces stay.
 */
export function harmless(line: string): string {
  return line.replace(invisible, '').replace(control, caret);
}

/** The width of a text in terminal cells. */
export function cellsOf(text: string): number {
  return stringWidth(text);
}

/** Cuts in the middle, so that both the start and the end of a path stay readable. */
export function displayMiddle(text: string, cells: number): string {
  const clean = display(text, cells * 8);
  if (stringWidth(clean) <= cells) return clean;
  const characters = [...clean];
  const tail = Math.floor((cells - 1) / 3);
  return `${cut(clean, cells - tail)}${characters.slice(characters.length - tail).join('')}`;
}

function caret(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? `^${String.fromCharCode(code ^ 0x40)}` : `^${code.toString(16)}`;
}

function cut(text: string, cells: number): string {
  if (stringWidth(text) <= cells) return text;
  let width = 0;
  let result = '';
  for (const character of text) {
    const next = stringWidth(character);
    if (width + next > cells - 1) break;
    width += next;
    result += character;
  }
  return `${result}…`;
}
