/** Red, green and blue from 0 to 255, and the opacity from 0 to 1. */
export type Colour = {readonly channels: readonly number[]; readonly alpha: number};

const names: ReadonlyMap<string, string> = new Map([
  ['white', 'ffffff'],
  ['black', '000000'],
  ['red', 'ff0000'],
  ['lime', '00ff00'],
  ['blue', '0000ff'],
  ['yellow', 'ffff00'],
  ['aqua', '00ffff'],
  ['cyan', '00ffff'],
  ['fuchsia', 'ff00ff'],
  ['magenta', 'ff00ff'],
  ['silver', 'c0c0c0'],
  ['gray', '808080'],
  ['grey', '808080'],
  ['lightgray', 'd3d3d3'],
  ['whitesmoke', 'f5f5f5'],
  ['snow', 'fffafa'],
  ['ivory', 'fffff0'],
  ['green', '008000'],
  ['navy', '000080'],
  ['transparent', '00000000'],
]);

/** A page uses a few dozen; hostile ones do not fill the memory. */
const maxKnown = 500;
const known = new Map<string, Colour | null>();

/** A colour as CSS writes it (hexadecimal, name, `rgb()`, and `hsl()` where it is grey or transparent), or `null`. */
export function colourOf(value: string): Colour | null {
  let colour = known.get(value);
  if (colour === undefined) {
    colour = readColour(value);
    if (known.size >= maxKnown) known.clear();
    known.set(value, colour);
  }
  return colour;
}

function readColour(value: string): Colour | null {
  const text = value.trim().toLowerCase();
  const hex = /^#([0-9a-f]{3,8})$/.exec(text)?.[1] ?? names.get(text);
  if (hex !== undefined) return fromHex(hex);
  const [, model, inside = ''] = /^(rgb|hsl)a?\(([^()]{1,80})\)$/.exec(text) ?? [];
  const parts = inside.split(/[\s,/]{1,9}/).filter(Boolean);
  const [one, two, three, opacity = '1'] = parts;
  if (!model || one === undefined || two === undefined || three === undefined) return null;
  const alpha = share(opacity, 1);
  if (model === 'rgb') return {channels: [one, two, three].map((part) => share(part, 255) * 255), alpha};
  const light = share(three, 100);
  if (alpha > 0.05 && light > 0 && light < 1 && share(two, 100) > 0) return null;
  return {channels: [light * 255, light * 255, light * 255], alpha};
}

/** True if text of this colour cannot be seen, whatever is behind. */
export function isTransparent({alpha}: Colour): boolean {
  return alpha <= 0.05;
}

/** True if the eye does not tell them apart. */
export function isSameColour(one: Colour, other: Colour): boolean {
  return one.channels.every((channel, index) => Math.abs(channel - (other.channels[index] ?? 0)) <= 12);
}

export const white: Colour = {channels: [255, 255, 255], alpha: 1};

function fromHex(hex: string): Colour | null {
  const short = hex.length < 6;
  if (hex.length === 5 || hex.length === 7) return null;
  const parts = (short ? hex.match(/./g) : hex.match(/../g)) ?? [];
  const numbers = parts.map((part) => Number.parseInt(short ? part + part : part, 16));
  return {channels: numbers.slice(0, 3), alpha: (numbers[3] ?? 255) / 255};
}

function share(part: string, whole: number): number {
  const number = Number.parseFloat(part);
  if (Number.isNaN(number)) return 1;
  return Math.min(1, Math.max(0, number / (part.endsWith('%') ? 100 : whole)));
}
