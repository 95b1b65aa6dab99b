import {type ExitCode, exitCodeMeanings} from '../exit-codes.ts';
import {targetNames} from '../target-names.ts';
import {type OptionName, optionNames, optionSpec} from './table.ts';

const flagColumn = 19;
const halfScreen = 39;
const exitCodesShown: readonly ExitCode[] = [0, 2, 3, 4, 8, 9, 130];

/** What `--help` prints: examples first, one screen of 80 x 24. */
export function helpText(): string {
  return `rules-maker: a documentation site in, small verified rules for coding agents out
  rules-maker https://flask.palletsprojects.com/en/stable/ --max-pages 1000
  rules-maker demo                  a built-in site: no key, no network
  rules-maker resume                goes on with a run that was stopped
  rules-maker replay run.jsonl      a recorded run, shown again
  rules-maker lint .                how good the rules of this folder are
  rules-maker extract page.html     one page as Markdown: a file, a URL, -
${columns(optionNames.filter((name) => optionSpec(name).commands.includes('scrape'))).join('\n')}
Formats  ${targetNames.join(', ')}
Exit     ${exitCodesShown.map((code) => `${code} ${briefly[code] ?? exitCodeMeanings[code]}`).join(', ')}
`;
}

const briefly: Partial<Record<ExitCode, string>> = {
  2: 'usage',
  3: 'partial',
  4: 'nothing',
  8: 'refused',
  9: 'disk',
  130: 'Ctrl+C',
};

/** Flags in two columns, read down the left one first. */
function columns(names: readonly OptionName[]): string[] {
  const cells = names.map((name) => {
    const {short, value, help} = optionSpec(name);
    const flag = `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
    return `${flag.padEnd(flagColumn)} ${help}`;
  });
  const rows = Math.ceil(cells.length / 2);
  return Array.from({length: rows}, (_, row) =>
    `${(cells[row] ?? '').padEnd(halfScreen)}  ${cells[rows + row] ?? ''}`.trimEnd(),
  );
}
