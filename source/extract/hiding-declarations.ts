import type {Declarations} from './declarations.ts';

/** Why declarations hide what they are applied to, colours apart, or `null`. */
export function hidingReason(declared: Declarations): string | null {
  const of = (name: string) => declared.get(name)?.value ?? '';
  if (of('display') === 'none') return 'display-none';
  if (/^(?:hidden|collapse)$/.test(of('visibility')) || of('content-visibility') === 'hidden')
    return 'visibility-hidden';
  const filter = /opacity\(\s?([^)]{1,20})\)/.exec(of('filter'))?.[1] ?? '';
  if (isFaint(of('opacity')) || isFaint(filter)) return 'transparent';
  if (isTiny(of('font-size')) || isTiny(sizeInFont(of('font')))) return 'font-size-zero';
  if (isClipped(of('clip'), of('clip-path'))) return 'clipped';
  return isMoved(of) || isShrunk(of) ? 'off-screen' : null;
}

type Value = (name: string) => string;

function isFaint(value: string): boolean {
  const number = Number.parseFloat(value);
  return (value.endsWith('%') ? number / 100 : number) <= 0.05;
}

/** Smaller than two pixels or a tenth of the text around. */
function isTiny(size: string): boolean {
  const {number, unit} = lengthOf(size) ?? {number: 99, unit: ''};
  if (number === 0) return true;
  if (unit === 'px' || unit === 'pt') return number < 2;
  return unit === '%' ? number < 10 : /^(?:r?em|ex|ch)$/.test(unit) && number < 0.1;
}

/** In `font: bold 0px/1 serif` the first length, or a bare zero. */
function sizeInFont(font: string): string {
  const sizes = font.split(/[\s/]/, 20).filter((part) => /^(?:0+(?:\.0+)?$|\d*\.?\d+[a-z%])/.test(part));
  return sizes[0] ?? '';
}

function isClipped(clip: string, path: string): boolean {
  if (/^rect\(\s?[01](?:px)?[, ]\s?[01](?:px)?[, ]/.test(clip)) return true;
  const inset = /^inset\(\s?(\d{1,4})(?:\.\d{1,9})?%/.exec(path)?.[1];
  return (inset !== undefined && Number(inset) >= 50) || /^(?:circle\(\s?0|polygon\(\s?0)/.test(path);
}

/** Placed far outside of the page. */
function isMoved(of: Value): boolean {
  if (/^(?:absolute|fixed)$/.test(of('position'))) {
    const sides = [of('left'), of('right'), of('top'), of('bottom'), ...of('inset').split(' ')];
    if (sides.some((side) => (lengthOf(side)?.number ?? 0) <= -100)) return true;
    if ([of('left'), of('right')].some(isFarOut)) return true;
  }
  if ((lengthOf(of('text-indent'))?.number ?? 0) <= -100) return true;
  const margins = [of('margin-left'), of('margin-right'), of('margin-top'), ...of('margin').split(' ')];
  if (margins.some((margin) => isFarBack(margin))) return true;
  const shifts = /translate(?:[xyz]|3d)?\(([^)]{1,80})\)/.exec(of('transform'))?.[1] ?? '';
  return shifts.split(',').some((shift) => isFarBack(shift) || isFarOut(shift));
}

function isFarBack(value: string): boolean {
  const {number, unit} = lengthOf(value) ?? {number: 0, unit: ''};
  if (unit === '%') return false;
  return number <= (unit === 'px' || unit === 'pt' ? -1000 : -100);
}

function isFarOut(value: string): boolean {
  const {number, unit} = lengthOf(value) ?? {number: 0, unit: ''};
  return number >= (/^v[wh]$|^%$/.test(unit) ? 150 : 5000);
}

/** Scaled to nothing, or a box without any size that cuts its text off. */
function isShrunk(of: Value): boolean {
  if (/scale(?:[xyz]|3d)?\(\s?0*\.?0*\s?[,)]/.test(of('transform'))) return true;
  if ([of('scale').split(' ')[0] ?? '', of('zoom')].some((value) => /^0*\.?0+%?$/.test(value))) return true;
  if (!/hidden|clip/.test(of('overflow') + of('overflow-x') + of('overflow-y'))) return false;
  return ['height', 'max-height', 'width', 'max-width', 'line-height'].some((name) => {
    const length = lengthOf(of(name));
    return length !== null && (length.number === 0 || (length.number <= 1 && length.unit === 'px'));
  });
}

/** Number and unit of a length, or `null`. */
function lengthOf(value: string): {readonly number: number; readonly unit: string} | null {
  const [, number, unit = ''] = /^\s?(?:calc\()?(-?\d{0,9}\.?\d{1,9})\s?([a-z%]{0,4})/.exec(value) ?? [];
  return number === undefined ? null : {number: Number(number), unit};
}
