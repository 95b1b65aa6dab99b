import {isMap, isScalar, LineCounter, type Node, parseDocument} from 'yaml';
import {UsageError} from '../errors.ts';
import {nearest} from '../format/nearest.ts';
import {type ConfigKey, configPaths, isConfigSection, keyOfPath} from './keys.ts';
import {checkValue} from './parse-value.ts';

/** Caps that are checked before parsing: a parser given more can be made to abort or to eat all memory. */
const maxCharacters = 1_000_000;
const maxNesting = 64;
const maxAliases = 20;

export type FileEntry = {readonly key: ConfigKey; readonly value: unknown; readonly line: number};

/**
 * Reads a config file's text (YAML, of which JSON is a part) into checked entries with their lines.
 *
 * @throws UsageError RM-CONF-048 (syntax, unknown or doubled key), RM-CONF-049 (too big or too deep),
 *   RM-CONF-051 (wrong type), each with file:line:column
 */
export function readConfigText(text: string, file: string): FileEntry[] {
  refuseBombs(text, file);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    merge: false,
    customTags: [],
  });
  const place = (offset: number | undefined) => {
    const {line, col} = lines.linePos(offset ?? 0);
    return {line, text: `${file}:${line}:${col}`};
  };
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    throw new UsageError({
      code: 'RM-CONF-048',
      message: `${place(problem.pos[0]).text}: ${problem.message}`,
      hint: 'config.example.yaml shows every key',
    });
  }

  const entries: FileEntry[] = [];
  const visit = (node: Node | null, path: string) => {
    if (node === null) return;
    if (!isMap(node)) throw wrongShape(place(node.range?.[0]).text, path);
    for (const pair of node.items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : '?';
      const full = path === '' ? name : `${path}.${name}`;
      const at = place((pair.key as Node | null)?.range?.[0]);
      const value = pair.value as Node | null;
      const key = keyOfPath(full);
      if (key !== null) {
        const plain: unknown = value === null ? null : value.toJS(document, {maxAliasCount: maxAliases});
        const entry = {key, value: checkValue(key, plain, at.text), line: at.line};
        refuseContradiction(entry, entries, at.text);
        entries.push(entry);
      } else if (isConfigSection(full)) {
        // `scraping:` with nothing below it is an empty section, not a wrong one.
        visit(value !== null && isScalar(value) && value.value === null ? null : value, full);
      } else {
        throw unknownKey(at.text, full);
      }
    }
  };
  const root = document.contents as Node | null;
  visit(root !== null && isScalar(root) && root.value === null ? null : root, '');
  return entries;
}

function refuseBombs(text: string, file: string): void {
  const refuse = (why: string) =>
    new UsageError({
      code: 'RM-CONF-049',
      message: `${file}: refused before parsing`,
      why,
      hint: 'a config file is a page or two',
    });
  if (text.length > maxCharacters) throw refuse(`it has over ${maxCharacters} characters`);
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > maxNesting) throw refuse(`it nests over ${maxNesting} brackets`);
  }
}

/** One setting in both of its spellings must say the same. */
function refuseContradiction({key, value}: FileEntry, entries: readonly FileEntry[], place: string): void {
  const other = entries.find((entry) => entry.key === key);
  if (!other || JSON.stringify(other.value) === JSON.stringify(value)) return;
  throw new UsageError({
    code: 'RM-CONF-048',
    message: `${place}: ${key} has another value in line ${other.line}`,
    why: 'both spellings stand for one setting',
    hint: 'keep one of them',
  });
}

function wrongShape(place: string, path: string): UsageError {
  const what = path === '' ? 'a config file' : path;
  return new UsageError({
    code: 'RM-CONF-051',
    message: `${place}: ${what} must hold keys, one a line`,
    hint: 'config.example.yaml shows every key',
  });
}

function unknownKey(place: string, path: string): UsageError {
  const parent = path.slice(0, path.lastIndexOf('.') + 1);
  const sections = configPaths.flatMap((name) =>
    name.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.')),
  );
  const guess = nearest(path, new Set(sections)) ?? lastPartMatch(path) ?? null;
  const known = [...new Set(sections)].filter(
    (name) => name.startsWith(parent) && !name.slice(parent.length).includes('.'),
  );
  return new UsageError({
    code: 'RM-CONF-048',
    message: `${place}: unknown key "${path}"`,
    why: `known here: ${known.map((name) => name.slice(parent.length)).join(', ')}`,
    hint: guess === null ? 'config.example.yaml shows every key' : `did you mean ${guess}?`,
  });
}

/** `max_pages` at the top is meant for `scraping.max_pages`. */
function lastPartMatch(path: string): string | undefined {
  const last = path.slice(path.lastIndexOf('.') + 1);
  return configPaths.find((name) => name.endsWith(`.${last}`));
}
