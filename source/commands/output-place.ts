import {basename, dirname, relative, resolve, sep} from 'node:path';
import {repositoryRoot} from '../config/discover.ts';
import {UsageError} from '../errors.ts';
import type {TargetName} from '../target-names.ts';
import {detectTargets, targetOfFileName} from '../targets/detect.ts';

export type OutputPlace = {
  readonly root: string;
  readonly targets: readonly TargetName[];
  readonly singleFile: string | null;
};

const defaultTargets: readonly TargetName[] = ['agents', 'claude', 'cursor'];

/**
 * Where the files go and which formats are written: what was asked for, else the assistants found in the
 * repository, else the common three.
 *
 * @throws UsageError RM-CONF-013 for `-o` with more than one format
 */
export async function outputPlace(asked: {
  readonly cwd: string;
  readonly outputDirectory: string;
  readonly formats: readonly TargetName[];
  readonly file: string | null;
}): Promise<OutputPlace> {
  const {cwd, formats} = asked;
  const root =
    asked.outputDirectory === '' ? (repositoryRoot(cwd) ?? cwd) : resolve(cwd, asked.outputDirectory);
  if (asked.file === null) {
    if (formats.length > 0) return {root, targets: formats, singleFile: null};
    const found = await detectTargets(root);
    return {root, targets: found.length > 0 ? found : defaultTargets, singleFile: null};
  }
  const path = resolve(cwd, asked.file);
  if (asked.file.endsWith('/') || basename(path) === '') throw oneFile(`${asked.file} is a folder`);
  if (formats.length > 1) throw oneFile(`it was asked for ${formats.join(', ')}`);
  const target = formats[0] ?? targetOfFileName(basename(path));
  const inside = path.startsWith(`${root}${sep}`);
  const base = inside ? root : dirname(path);
  return {root: base, targets: [target], singleFile: relative(base, path).split(sep).join('/')};
}

function oneFile(why: string): UsageError {
  return new UsageError({
    code: 'RM-CONF-013',
    message: '--output takes one format in one file',
    why,
    hint: '--format cursor -o rules.mdc, or --output-dir for several',
  });
}
