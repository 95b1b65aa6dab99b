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
  rules-maker lint .                how good the rules of this folder are
  rules-maker extract page.html     one page as Markdown: a file, a URL, -
  rules-maker --help models         models: who is asked, what it may cost
${columns(optionNames.filter((name) => optionSpec(name).commands.includes('scrape') && !optionSpec(name).topic)).join('\n')}
Formats  ${targetNames.join(', ')}
Exit     ${exitCodesShown.map((code) => `${code} ${briefly[code] ?? exitCodeMeanings[code]}`).join(', ')}
`;
}

/** What `--help models` prints: the commands and flags about models, on one screen as well. */
export function modelHelpText(): string {
  return `Without a provider no model is asked and nothing is spent. A provider is chosen
by --provider, RULES_MAKER_PROVIDER or the config file, by nothing else.

  rules-maker demo --provider bedrock     throttles, retries, budget; no account
  rules-maker bedrock validate            one small paid question: does it work?
  rules-maker models                      prices, their source and their date
  rules-maker usage --by day              what was spent

${columns(optionNames.filter((name) => optionSpec(name).topic === 'models')).join('\n')}

Keys come from variables or files, never from an argument: AWS_PROFILE,
AWS_ACCESS_KEY_ID, AWS_BEARER_TOKEN_BEDROCK, OPENAI_API_KEY, ANTHROPIC_API_KEY,
HUGGINGFACE_API_KEY; LOCAL_LLM_BASE_URL for a server of yours.
Exit     ${[5, 6, 7].map((code) => `${code} ${exitCodeMeanings[code as ExitCode]}`).join(', ')}
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
