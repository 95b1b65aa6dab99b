/** More than this from one pattern is a mistake or an attack. */
const maxExpanded = 64;

/**
 * Globs that every reader understands alike: braces expanded (some split them at the comma), relative, without
 * a leading `./`, distinct, in order. A glob that cannot be written so is left out.
 */
export function plainGlobs(globs: readonly string[]): string[] {
  const expanded = globs.flatMap((glob) => expandBraces(glob.replace(/^(?:\.\/)+/, '')));
  return [...new Set(expanded)].filter(isPlain);
}

function isPlain(glob: string): boolean {
  if (glob === '' || glob.length > 200 || /[{},\s\\\u0000-\u001f\u007f-\u009f]/.test(glob)) return false;
  return !glob.startsWith('/') && !glob.startsWith('!') && !glob.split('/').includes('..');
}

function expandBraces(glob: string): string[] {
  let open: string[] = [glob];
  for (let round = 0; round < 8; round += 1) {
    const next = open.flatMap(expandInnermost);
    if (next.length > maxExpanded) return [];
    if (next.length === open.length && next.every((each, index) => each === open[index])) return next;
    open = next;
  }
  return open;
}

function expandInnermost(glob: string): string[] {
  const close = glob.indexOf('}');
  const start = close < 0 ? -1 : glob.lastIndexOf('{', close);
  if (start < 0) return [glob];
  const choices = glob.slice(start + 1, close).split(',');
  return choices.map((choice) => glob.slice(0, start) + choice + glob.slice(close + 1));
}
