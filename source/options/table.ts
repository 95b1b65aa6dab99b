import {modelOptions} from './model-options.ts';
import {asking, commandNames, type OptionSpec, reading, run} from './spec.ts';

/**
 * Every flag, in the order of the help. One table drives the parser, the help, the README check and, later,
 * completion.
 */
export const options = {
  format: {
    kind: 'list',
    value: 'LIST',
    key: 'targets.use',
    help: 'see Formats',
    about:
      'formats to write, comma list or repeated; default: assistants found in the repository, else agents, claude, cursor',
    commands: run,
  },
  output: {
    kind: 'text',
    short: 'o',
    value: 'FILE',
    help: 'one file, one format',
    about: "fold one format into this one file; without --format the file's name tells it",
    commands: ['scrape'],
  },
  'output-dir': {
    kind: 'text',
    value: 'DIR',
    key: 'output.output_directory',
    help: 'root of the files',
    about: 'root in which the files are laid out; default: repository root, else here',
    commands: run,
  },
  'max-pages': {
    kind: 'text',
    value: 'N',
    key: 'scraping.max_pages',
    help: 'pages at most (300)',
    about: 'pages read at most (300)',
    commands: run,
  },
  'max-depth': {
    kind: 'text',
    value: 'N',
    key: 'scraping.max_depth',
    help: 'links at most (10)',
    about: 'links followed from the start page at most (10)',
    commands: run,
  },
  include: {
    kind: 'list',
    value: 'GLOB',
    key: 'scraping.include',
    help: 'only these paths',
    about: "only URL paths that match, repeatable: `--include '/guide/**'`",
    commands: run,
  },
  exclude: {
    kind: 'list',
    value: 'GLOB',
    key: 'scraping.exclude',
    help: 'not these paths',
    about: 'no URL path that matches, repeatable',
    commands: run,
  },
  locale: {
    kind: 'text',
    value: 'LANG',
    key: 'scraping.locale',
    help: 'de, zh-CN ...',
    about: "one language of the documentation; default: the start page's; one that is not there is an error",
    commands: run,
  },
  'doc-version': {
    kind: 'text',
    value: 'V',
    key: 'scraping.doc_version',
    help: '3.2, stable ...',
    about: "one version of the documentation; default: the start page's; one that is not there is an error",
    commands: run,
  },
  'rate-limit': {
    kind: 'text',
    value: 'N',
    key: 'scraping.rate_limit',
    help: 'requests/s (1)',
    about: 'requests per second and host (1); 0 = unpaced; loopback is unpaced anyway',
    commands: run,
  },
  concurrency: {
    kind: 'text',
    value: 'N',
    key: 'scraping.concurrency',
    help: 'in flight (2)',
    about: 'requests in flight at a time (2)',
    commands: run,
  },
  render: {
    kind: 'switch',
    key: 'scraping.javascript_enabled',
    sets: 'true',
    help: 'run page scripts',
    about:
      'run the scripts of pages that are empty without them, in your own Chromium; needs `npm install -g playwright-core`',
    commands: ['scrape'],
  },
  'ignore-robots': {
    kind: 'switch',
    key: 'scraping.respect_robots_txt',
    sets: 'false',
    help: 'recorded in files',
    about: 'read what robots.txt forbids; recorded in the header of the files',
    commands: asking,
  },
  header: {
    kind: 'list',
    value: 'LINE',
    help: 'to this site only',
    about:
      "a request header for the start page's origin alone, repeatable: `--header 'Authorization: env:DOCS_TOKEN'`; `env:NAME` and `file:PATH` hold the value",
    commands: ['scrape', 'resume', 'extract'],
  },
  'allow-private': {
    kind: 'list',
    value: 'HOST',
    key: 'scraping.allow_private',
    help: 'host or CIDR',
    about:
      'a private host, `host:port`, address or CIDR network that may be read besides the start page, repeatable',
    commands: asking,
  },
  'ca-file': {
    kind: 'text',
    value: 'FILE',
    key: 'scraping.ca_file',
    help: 'trust it as well',
    about: 'certificates (PEM) of an authority of your own, trusted besides the usual ones',
    commands: asking,
  },
  'dry-run': {
    kind: 'switch',
    help: 'the plan, no run',
    about: 'read the start page and the index files of the site, print what a run would read, write nothing',
    commands: ['scrape'],
  },
  force: {
    kind: 'switch',
    help: 'replace your edits',
    about: 'replace files that you edited; a .bak stays beside each',
    commands: run,
  },
  resume: {
    kind: 'switch',
    help: 'go on with this URL',
    about:
      'go on with the newest unfinished run of this URL, with the options given now; without one, a new run',
    commands: ['scrape'],
  },
  'only-failed': {
    kind: 'switch',
    help: 'ask again for failures',
    about: 'ask again for the pages that failed or were put off, and write the files anew',
    commands: ['resume'],
  },
  config: {
    kind: 'text',
    short: 'c',
    value: 'FILE',
    help: 'this config file',
    about: 'this config file instead of the one found from here up to the repository root',
    commands: [...asking, 'config', 'bedrock', 'models', 'usage'],
  },
  'show-config': {
    kind: 'switch',
    help: 'values and origins',
    about:
      'print the effective values with their origins and exit; with `bedrock validate` before the answer',
    commands: [...run, 'bedrock'],
  },
  json: {
    kind: 'switch',
    help: 'events on stdout',
    about:
      'events as JSON lines on stdout; with extract, lint, config, bedrock, models and usage one document',
    commands: [...reading, 'extract', 'lint', 'config', 'bedrock', 'models', 'usage'],
  },
  quiet: {
    kind: 'switch',
    help: 'paths on stdout',
    about: 'nothing but the written paths on stdout, errors on stderr',
    commands: reading,
  },
  verbose: {
    kind: 'switch',
    help: 'a line per page',
    about: 'a line for every page, request and rule; with `lint` every rule that falls short',
    commands: [...reading, 'lint'],
  },
  docs: {
    kind: 'text',
    value: 'DIR',
    help: 'pages of the rules',
    about:
      'the pages that the rules cite: the folder that is served; default: what the last run of that site has read',
    commands: ['lint'],
  },
  base: {
    kind: 'text',
    value: 'URL',
    help: 'where a file is from',
    about: 'the address of the file or of stdin: relative links lead somewhere only with it',
    commands: ['extract'],
  },
  speed: {
    kind: 'text',
    value: 'N',
    help: 'times as recorded',
    about: 'replay N times as fast as recorded; default: at once',
    commands: ['replay'],
  },
  ...modelOptions,
  origin: {
    kind: 'switch',
    help: 'where values are from',
    about: 'where each value came from',
    commands: ['config'],
  },
  debug: {
    kind: 'switch',
    help: 'stack traces',
    about: 'stack traces of errors',
    commands: [...reading, 'extract', 'lint', 'config', 'bedrock', 'models', 'usage'],
  },
  help: {kind: 'switch', short: 'h', help: 'this help', about: 'the help', commands: [...commandNames]},
  version: {kind: 'switch', help: 'the version', about: 'the version', commands: [...commandNames]},
} as const satisfies Readonly<Record<string, OptionSpec>>;

export type OptionName = keyof typeof options;

export const optionNames = Object.keys(options) as OptionName[];

/** The table with the widened row type. */
export function optionSpec(name: OptionName): OptionSpec {
  return options[name];
}
