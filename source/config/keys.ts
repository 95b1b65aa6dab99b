import * as v from 'valibot';
import {type TargetName, targetNames} from '../target-names.ts';
import {key, trueOrFalse, wholeNumber} from './key.ts';
import {modelKeys} from './keys-models.ts';
import {spendingKeys} from './keys-spending.ts';

/** Longest glob that is compiled: a longer one is a mistake or an attack. */
const maxGlobLength = 200;

const globs = v.array(
  v.pipe(
    v.string('must be a list of globs'),
    v.nonEmpty('has an empty glob'),
    v.maxLength(maxGlobLength, `has a glob of over ${maxGlobLength} characters`),
  ),
  'must be a list of globs, such as ["/guide/**"]',
);

const rate = 'must be a number of requests per second from 0 (unpaced) to 1000';

/**
 * Every configuration key, by its path in the file: the one table behind the config files, the variables, the
 * flags' defaults, `config show` and `config.example.yaml`.
 */
export const configKeys = {
  'scraping.max_pages': key({
    schema: wholeNumber(1, 1_000_000),
    default: 300,
    variables: ['RULES_MAKER_MAX_PAGES'],
    text: 'number',
    help: 'pages read at most; a limit of yours is no loss, this default one is (exit 3)',
  }),
  'scraping.max_depth': key({
    schema: wholeNumber(0, 1000),
    default: 10,
    variables: ['RULES_MAKER_MAX_DEPTH'],
    text: 'number',
    help: 'links followed from the start page at most',
  }),
  'scraping.concurrency': key({
    schema: wholeNumber(1, 64),
    default: 2,
    variables: ['RULES_MAKER_CONCURRENCY'],
    text: 'number',
    help: 'requests in flight at a time',
  }),
  'scraping.rate_limit': key({
    schema: v.pipe(v.number(rate), v.finite(rate), v.minValue(0, rate), v.maxValue(1000, rate)),
    default: 1,
    variables: ['RULES_MAKER_RATE_LIMIT'],
    text: 'number',
    help: 'requests per second and host; 0 = unpaced; loopback is unpaced anyway',
  }),
  'scraping.include': key({
    schema: globs,
    default: [],
    variables: ['RULES_MAKER_INCLUDE'],
    text: 'list',
    help: 'globs over URL paths; with any, a page must match one',
  }),
  'scraping.exclude': key({
    schema: globs,
    default: [],
    variables: ['RULES_MAKER_EXCLUDE'],
    text: 'list',
    help: 'globs over URL paths that are left out',
  }),
  'scraping.locale': key({
    schema: v.pipe(
      v.string('must be a language, such as de or zh-CN'),
      v.regex(/^(?:[a-z]{2,3}(?:[-_][a-z0-9]{2,8})?)?$/i, 'must be a language, such as de or zh-CN'),
    ),
    default: '',
    variables: ['RULES_MAKER_LOCALE'],
    text: 'string',
    help: 'the language of the pages, such as de or zh-CN; empty = that of the start page',
  }),
  'scraping.doc_version': key({
    schema: v.pipe(
      v.string('must be text, in quotes if it looks like a number: "3.10"'),
      v.regex(/^[\w.-]{0,40}$/, 'must be a version as it stands in addresses, such as "3.10" or stable'),
    ),
    default: '',
    variables: ['RULES_MAKER_DOC_VERSION'],
    text: 'string',
    help: 'the version of the pages, such as "3.10" or stable; empty = that of the start page',
  }),
  'scraping.javascript_enabled': key({
    schema: trueOrFalse,
    default: false,
    variables: ['RULES_MAKER_JAVASCRIPT_ENABLED'],
    text: 'boolean',
    help: 'run the scripts of empty pages in your own Chromium; needs the package playwright-core',
  }),
  'scraping.respect_robots_txt': key({
    schema: trueOrFalse,
    default: true,
    variables: ['RULES_MAKER_RESPECT_ROBOTS_TXT'],
    text: 'boolean',
    help: 'obey robots.txt and content signals',
  }),
  'scraping.allow_private': key({
    schema: v.array(
      v.pipe(v.string('must be a list of hosts'), v.nonEmpty('has an empty host')),
      'must be a list of hosts, such as ["docs.corp:8080", "10.1.0.0/16"]',
    ),
    default: [],
    variables: ['RULES_MAKER_ALLOW_PRIVATE'],
    text: 'list',
    help: 'private hosts, host:port, addresses or CIDR networks that may be read besides the start page',
  }),
  'scraping.ca_file': key({
    schema: v.string('must be a file'),
    default: '',
    variables: ['RULES_MAKER_CA_FILE'],
    text: 'string',
    help: 'certificates (PEM) of an authority of your own, trusted besides the usual ones',
  }),
  'targets.use': key({
    schema: v.pipe(
      v.array(
        v.picklist(targetNames, `must be a list of ${targetNames.join(', ')}`),
        `must be a list of ${targetNames.join(', ')}`,
      ),
      v.transform((names): readonly TargetName[] => [...new Set(names)]),
    ),
    default: [],
    variables: ['RULES_MAKER_FORMAT'],
    text: 'list',
    help: `${targetNames.join(', ')}; empty = assistants found in the repository, else agents, claude, cursor`,
  }),
  'targets.llms_txt.full': key({
    schema: trueOrFalse,
    default: false,
    variables: ['RULES_MAKER_LLMS_FULL'],
    text: 'boolean',
    help: 'with llms-txt, also write llms-full.txt: the text of all pages (mind its licence)',
  }),
  'output.output_directory': key({
    schema: v.string('must be a folder'),
    default: '',
    variables: ['RULES_MAKER_OUTPUT_DIR'],
    text: 'string',
    help: 'root in which the files are laid out; empty = repository root, else here',
  }),
  ...modelKeys,
  ...spendingKeys,
} as const;

export type ConfigKey = keyof typeof configKeys;

/** The effective value of each key. */
export type ConfigValues = {
  readonly [Key in ConfigKey]: v.InferOutput<(typeof configKeys)[Key]['schema']>;
};

export const configKeyNames = Object.keys(configKeys) as ConfigKey[];

/** Other spellings of keys: `fallback:` at the top is the same setting as the one below `bedrock:`. */
const spellings: ReadonlyMap<string, ConfigKey> = new Map(
  configKeyNames.flatMap((name) => {
    const short = name.replace(/^bedrock\.(?=fallback\.)/, '');
    return short === name ? [] : [[short, name] as const];
  }),
);

/** Every path that a config file may use. */
export const configPaths: readonly string[] = [...configKeyNames, ...spellings.keys()];

/** The key that a path of a file stands for, or `null`. */
export function keyOfPath(path: string): ConfigKey | null {
  return isConfigKey(path) ? path : (spellings.get(path) ?? null);
}

/** True if `path` names a key. */
export function isConfigKey(path: string): path is ConfigKey {
  return Object.hasOwn(configKeys, path);
}

/** True if `path` is the start of a key, such as `scraping`. */
export function isConfigSection(path: string): boolean {
  return configPaths.some((name) => name.startsWith(`${path}.`));
}
