import {readdir, readFile, stat} from 'node:fs/promises';
import {join, relative, resolve, sep} from 'node:path';
import type {RuleSet} from '../distil/rule.ts';
import {messageOf, systemCode, UsageError} from '../errors.ts';
import {parseRuleSet} from '../rubric/parse-rule-set.ts';
import type {RuleFile} from '../rubric/rule-file.ts';
import {decode, readCurrent} from '../targets/current-file.ts';
import {targetOfPath} from '../targets/detect.ts';
import {readBlock} from '../targets/managed-block.ts';
import {type ManifestEntry, manifestPath, parseManifest} from '../targets/manifest.ts';

export type LintSubject = {
  /** As a person would type it. */
  readonly path: string;
  readonly ruleSet: RuleSet;
  /** The files that were written from it, as the manifest names them; `null` for a rule set alone. */
  readonly files: readonly RuleFile[] | null;
};

/**
 * What is to be judged: the rule set of a file; in a folder that of each library that `.rules-maker/` keeps, with its
 * written files, else its `rules.json`.
 *
 * @throws UsageError RM-CONF-017
 */
export async function findSubjects(path: string, cwd: string): Promise<LintSubject[]> {
  const full = resolve(cwd, path);
  const shown = (file: string) => relative(cwd, file).split(sep).join('/') || '.';
  if (!(await isFolder(full, path))) {
    return [{path: shown(full), ruleSet: await readRuleSet(full, shown(full)), files: null}];
  }
  const subjects: LintSubject[] = [];
  for (const library of await librariesOf(full)) {
    const file = join(full, '.rules-maker', library, 'rules.json');
    const ruleSet = await readRuleSet(file, shown(file));
    subjects.push({path: shown(file), ruleSet, files: await filesOf(full, library)});
  }
  if (subjects.length > 0) return subjects;
  const file = join(full, 'rules.json');
  return [{path: shown(file), ruleSet: await readRuleSet(file, shown(file)), files: null}];
}

async function isFolder(full: string, typed: string): Promise<boolean> {
  try {
    return (await stat(full)).isDirectory();
  } catch (error) {
    if (systemCode(error) === null) throw error;
    throw unusable(
      typed,
      systemCode(error) === 'ENOENT' ? 'there is no such file or folder' : messageOf(error),
    );
  }
}

async function librariesOf(root: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, '.rules-maker'), {withFileTypes: true});
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({name}) => name)
      .sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}

async function readRuleSet(file: string, shown: string): Promise<RuleSet> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === null) throw error;
    throw unusable(shown, systemCode(error) === 'ENOENT' ? 'there is no such file' : messageOf(error));
  }
  const parsed = parseRuleSet(text);
  if ('problem' in parsed) throw unusable(shown, parsed.problem);
  return parsed;
}

function unusable(path: string, why: string): UsageError {
  return new UsageError({
    code: 'RM-CONF-017',
    message: `${path} is no rules.json`,
    why,
    hint: 'give a rules.json (--format json writes one), or the folder that rules-maker wrote into',
  });
}

async function filesOf(root: string, library: string): Promise<RuleFile[]> {
  const entries = parseManifest(await readCurrent(root, manifestPath)).filter(
    (entry) => entry.library === library && targetOfPath(entry.path) !== 'manifest',
  );
  const files: RuleFile[] = [];
  for (const entry of entries) files.push(await fileOf(root, entry));
  return files;
}

async function fileOf(root: string, {path, library, rules}: ManifestEntry): Promise<RuleFile> {
  const bytes = await readCurrent(root, path);
  const whole = {path, target: targetOfPath(path), kind: 'whole', content: '', rules} as const;
  if (bytes === null) return {...whole, problem: 'the file is gone'};
  const text = decode(bytes);
  if (text === null) return {...whole, problem: 'it is no UTF-8'};
  const plain = text.replaceAll('\r\n', '\n');
  const block = readBlock(plain, library);
  if (block === 'broken')
    return {...whole, problem: 'a marker of our block is missing, doubled or out of order'};
  return block === null ? {...whole, content: plain} : {...whole, kind: 'block', content: block};
}
