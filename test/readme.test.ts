import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {type ConfigKey, configKeyNames, configKeys} from '../source/config/keys.ts';
import {resolveConfig} from '../source/config/resolve.ts';
import {exitCodeMeanings} from '../source/exit-codes.ts';
import {helpText, modelHelpText} from '../source/options/help.ts';
import {parseArguments} from '../source/options/parse.ts';
import {commandNames} from '../source/options/spec.ts';
import {optionNames, optionSpec, options} from '../source/options/table.ts';
import {targetNames} from '../source/target-names.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Every line that starts with the program's name, in the README's code blocks and in the help. */
const commandLines = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .map((block) => block[1] ?? '')
  .concat(helpText(), modelHelpText())
  .flatMap((text) => text.split('\n'))
  .map((line) => line.trim())
  .filter((line) => /^rules-maker [^:]/.test(line))
  .map((line) => line.replace(/ {2,}.*$/, '').replace(/ > \S+$/, ''));

describe('the README', () => {
  it('shows command lines', () => {
    expect(commandLines.length).toBeGreaterThan(8);
  });

  it.each(commandLines)('%s parses, config values included', (line) => {
    const argv = [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '').slice(1);
    const {config} = parseArguments(argv, import.meta);
    expect(() => resolveConfig({files: [], environment: {}, flags: config})).not.toThrow();
  });

  it('has a row for each flag, with the words of the table', () => {
    for (const name of optionNames) {
      const {short, value, about} = optionSpec(name);
      expect(readme).toContain(`| \`${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}\` |`);
      expect(readme).toContain(`| ${about} |`);
    }
  });

  it('names no flag that the table lacks', () => {
    const aliases = optionNames.flatMap((name) => optionSpec(name).aliases ?? []);
    const known = new Set<string>([...Object.keys(options), ...aliases]);
    const named = [...readme.matchAll(/(?<![\w-])--([a-z][a-z-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('has a row for each key, command, format and exit code in use', () => {
    const row = (path: string, key: ConfigKey) => {
      const variables = configKeys[key].variables.map((name) => `\`${name}\``).join(', ');
      return `| \`${path}\` | ${variables}${variables === '' ? '' : ' '}| \`${JSON.stringify(configKeys[key].default)}\` |`;
    };
    for (const key of configKeyNames) {
      // What all providers have alike has one row.
      const shared = row(key.replace(/^providers\.\w+/, 'providers.*'), key);
      expect([row(key, key), shared].filter((text) => readme.includes(text))).not.toEqual([]);
    }
    for (const name of commandNames) expect(readme).toMatch(new RegExp(`\`rules-maker ${name}[ \`]`));
    for (const name of targetNames) expect(readme).toContain(`| \`${name}\` | `);
    for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 75, 130, 143] as const)
      expect(readme).toContain(`| ${code} | ${exitCodeMeanings[code]} |`);
  });

  it('says the two commands that do all the set-up', () => {
    expect(readme).toContain('npm ci && npm run demo');
    expect(readme).toContain('npm ci && npm test');
  });

  it('holds no placeholder', () => {
    expect(readme).not.toMatch(/@@|TODO|TBD/);
  });
});
