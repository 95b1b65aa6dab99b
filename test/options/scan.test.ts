import {describe, expect, it} from 'vitest';
import {helpText, modelHelpText} from '../../source/options/help.ts';
import {parseArguments} from '../../source/options/parse.ts';
import {optionNames, optionSpec} from '../../source/options/table.ts';
import {thrownBy} from '../helpers/thrown-by.ts';

const parse = (...argv: string[]) => parseArguments(argv, import.meta);

describe('the command line', () => {
  it('takes a bare URL as scrape', () => {
    expect(parse('https://docs.acme.dev/')).toMatchObject({
      command: 'scrape',
      input: ['https://docs.acme.dev/'],
    });
    expect(parse('scrape', 'https://docs.acme.dev/')).toMatchObject({
      command: 'scrape',
      input: ['https://docs.acme.dev/'],
    });
  });

  it('finds the command behind flags and their values', () => {
    const args = parse('--config', 'replay', 'config', 'show', '--origin');
    expect(args).toMatchObject({command: 'config', input: ['show']});
    expect(args.texts.get('config')).toBe('replay');
    expect(args.switches.has('origin')).toBe(true);
  });

  it('hands flags with a config key on as text, with their name', () => {
    const {config} = parse(
      'x.dev',
      '--max-pages=12',
      '--format',
      'cursor,json',
      '--format',
      'agents',
      '--ignore-robots',
    );
    expect(config).toEqual({
      'scraping.max_pages': {flag: '--max-pages', value: '12'},
      'targets.use': {flag: '--format', value: ['cursor,json', 'agents']},
      'scraping.respect_robots_txt': {flag: '--ignore-robots', value: 'false'},
    });
  });

  it('sets nothing for flags that are absent', () => {
    const {config, switches, texts} = parse('x.dev');
    expect([Object.keys(config), [...switches], [...texts]]).toEqual([[], [], []]);
  });

  it.each([
    [['--llm-provider', 'bedrock'], {provider: {flag: '--provider', value: 'bedrock'}}],
    [['--no-cache'], {'cache.enabled': {flag: '--no-cache', value: 'false'}}],
    [['--json-logs'], {'telemetry.json': {flag: '--json-logs', value: 'true'}}],
    [['--no-json-logs'], {'telemetry.json': {flag: '--no-json-logs', value: 'false'}}],
    [['--max-cost', '0.50'], {'budget.run_usd': {flag: '--max-cost', value: '0.50'}}],
  ])('takes %j about models', (argv, config) => {
    expect(parse('x.dev', ...argv).config).toEqual(config);
  });

  it('takes another name of a flag', () => {
    expect(parse('bedrock', 'validate', '--model-id', 'amazon.nova-lite-v1:0').texts.get('model')).toBe(
      'amazon.nova-lite-v1:0',
    );
  });

  it('takes everything behind -- as words', () => {
    expect(parse('replay', '--', '--json').input).toEqual(['--json']);
  });

  it.each([
    [['x.dev', '--max-page', '3'], 'RM-CONF-010', 'unknown flag --max-page', 'did you mean --max-pages?'],
    [['x.dev', '-z'], 'RM-CONF-010', 'unknown flag -z', 'rules-maker --help lists the flags'],
    [['x.dev', '--format'], 'RM-CONF-010', '--format needs a value', 'write --format LIST'],
    [['x.dev', '--output', '--json'], 'RM-CONF-010', '--output needs a value', 'write --output FILE'],
    [['x.dev', '--json=1'], 'RM-CONF-010', '--json takes no value', 'write --json alone'],
    [
      ['x.dev', '--max-pages', '1', '--max-pages', '2'],
      'RM-CONF-010',
      '--max-pages was given twice',
      'give it once',
    ],
    [
      ['x.dev', '--speed', '2'],
      'RM-CONF-010',
      '--speed does not belong to this command',
      'rules-maker --help lists the flags',
    ],
    [
      ['replya', 'run.jsonl'],
      'RM-CONF-011',
      '"replya" is neither a command nor a URL',
      'did you mean replay?',
    ],
    [
      ['x.dev', '--llm-api-key', 'canary'],
      'RM-CRED-047',
      '--llm-api-key is refused: a secret in an argument is visible to every user of the machine',
      'put it into an environment variable or a file',
    ],
    [
      ['x.dev', '--json-logs', '--no-json-logs'],
      'RM-CONF-010',
      '--json-logs and --no-json-logs contradict each other',
      'give one of them',
    ],
    [
      ['x.dev', '--OPENAI_API_KEY', 'canary'],
      'RM-CRED-047',
      '--OPENAI_API_KEY is refused: a secret in an argument is visible to every user of the machine',
      'put it into an environment variable or a file',
    ],
    [
      ['x.dev', '--constructor', '3'],
      'RM-CONF-010',
      'unknown flag --constructor',
      'rules-maker --help lists the flags',
    ],
  ])('refuses %j in one line with what to do', (argv, code, message, hint) => {
    const error = thrownBy(() => parse(...argv));
    expect(error).toMatchObject({code, message, hint, exitCode: 2});
    expect(JSON.stringify(error)).not.toContain('canary');
  });
});

describe('the help', () => {
  it('fits one screen of 80 x 24, examples first', () => {
    const lines = helpText().trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.findIndex((line) => line.includes('rules-maker http'))).toBeLessThan(
      lines.findIndex((line) => line.includes('--format ')),
    );
  });

  it('names every flag of a run', () => {
    for (const name of optionNames.filter((option) => optionSpec(option).commands.includes('scrape'))) {
      expect(optionSpec(name).topic ? modelHelpText() : helpText()).toContain(`--${name}`);
    }
    expect(helpText()).toContain('rules-maker --help models');
  });

  it('has a topic about models that fits one screen as well', () => {
    const lines = modelHelpText().trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
