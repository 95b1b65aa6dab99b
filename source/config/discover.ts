import {existsSync} from 'node:fs';
import {readFile, stat} from 'node:fs/promises';
import {dirname, join, parse, relative, resolve} from 'node:path';
import {cosmiconfig} from 'cosmiconfig';
import {messageOf, systemCode, UsageError} from '../errors.ts';

export type ConfigText = {
  readonly kind: 'user' | 'project' | 'file';
  readonly file: string;
  readonly text: string;
};

const names = ['yaml', 'yml', 'json'].map((ending) => `rules-maker.config.${ending}`);
const userNames = ['config.yaml', 'config.yml', 'config.json'];
const maxFileBytes = 1_000_000;

/** A config file is data: the loaders hand the text on and never run anything. */
const keepText = (_path: string, text: string) => ({text});
const loaders = {'.yaml': keepText, '.yml': keepText, '.json': keepText};

/**
 * Finds the config files, weakest first: the user's, then the project's (from `cwd` up to the repository root).
 * With `explicit` that file stands in for the project's.
 *
 * @throws UsageError RM-CONF-048 if a file cannot be read
 */
export async function discoverConfig(options: {
  readonly cwd: string;
  /** The folder of the user's own config. */
  readonly userFolder: string;
  readonly explicit: string | null;
}): Promise<ConfigText[]> {
  const found: ConfigText[] = [];
  const user = await search([options.userFolder], userNames);
  if (user) found.push({kind: 'user', file: user.file, text: user.text});
  if (options.explicit !== null) {
    found.push({
      kind: 'file',
      file: options.explicit,
      text: await readExplicit(resolve(options.cwd, options.explicit), options.explicit),
    });
    return found;
  }
  const project = await search(projectFolders(options.cwd), names);
  if (project)
    found.push({
      kind: 'project',
      file: relative(options.cwd, project.file) || project.file,
      text: project.text,
    });
  return found;
}

/** The nearest folder upwards that holds a `.git`, or `null`. */
export function repositoryRoot(from: string): string | null {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === parse(folder).root) return null;
  }
}

/** Looks in `folders`, nearest first. */
async function search(
  folders: readonly string[],
  searchPlaces: string[],
): Promise<{file: string; text: string} | null> {
  const explorer = cosmiconfig('rules-maker', {
    searchPlaces,
    loaders,
    searchStrategy: 'none',
    ignoreEmptySearchPlaces: false,
  });
  for (const folder of folders) {
    try {
      const result = await explorer.search(folder);
      if (result) return {file: result.filepath, text: textOf(result.config)};
    } catch (error) {
      throw unreadable(folder, error);
    }
  }
  return null;
}

/** `from` and the folders above it, up to the repository root; outside of a repository `from` alone. */
function projectFolders(from: string): string[] {
  const root = repositoryRoot(from) ?? resolve(from);
  const folders: string[] = [];
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === root) return folders;
  }
}

function textOf(config: unknown): string {
  // An empty file never reaches the loader.
  return typeof config === 'object' && config !== null && 'text' in config ? String(config.text) : '';
}

async function readExplicit(path: string, shown: string): Promise<string> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new Error('it is not a regular file');
    if (facts.size > maxFileBytes) throw new Error(`it has over ${maxFileBytes} bytes`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(shown, error);
  }
}

function unreadable(path: string, error: unknown): UsageError {
  const missing = systemCode(error) === 'ENOENT';
  return new UsageError({
    code: 'RM-CONF-048',
    message: `config ${path} cannot be read`,
    why: missing ? 'there is no such file' : messageOf(error),
    hint: 'name a readable YAML or JSON file with --config',
    cause: error,
  });
}
