/** Shares of the items, by characters of rules that were read: `1000`, `4000`, `10000`, `40000`, `all`. */
type Shares = Readonly<Record<string, number>>;

type SetScore = {
  readonly items: number;
  readonly recall: Shares;
  readonly usable: Shares;
  readonly focus: Shares;
  readonly focusUsable: Shares;
  readonly explicit?: {readonly items: number; readonly recall: Shares; readonly usable: Shares};
};

/** What the scorer prints with `--json`, as far as it is shown. */
export type Score = {
  readonly rules: number;
  readonly sets: Readonly<Record<string, SetScore>>;
  readonly rubric: Readonly<
    Record<string, {readonly score: number; readonly gate?: unknown; readonly pass?: boolean}>
  >;
  readonly overall: number;
  readonly failedGates: readonly string[];
};

export type SetResult = {
  readonly score: Score;
  readonly set: SetScore;
  /** What `lint --json` says of the same rules. */
  readonly rubric: {readonly overall: number; readonly failedGates: readonly string[]};
  readonly seconds: number;
};

/** A row of the table "Numbers to beat": percent by column name. */
export type Baseline = {
  readonly set: string;
  readonly name: string;
  readonly percent: Readonly<Record<string, number>>;
};

const budgets = ['1000', '4000', '10000', '40000', 'all'] as const;
const columns = ['1k', '4k', '10k', '40k', 'all'] as const;

/** The baselines from the Markdown table under "Numbers to beat"; none if the text has no such table. */
export function parseBaselines(readme: string): Baseline[] {
  const rows = (readme.split(/^## Numbers to beat\s*$/m)[1] ?? '')
    .split(/^## /m, 1)
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [head = [], , ...body] = rows;
  const names = fullNames(head);
  return body.map((cells) => ({
    set: cells[0] ?? '',
    name: cells[1] ?? '',
    percent: Object.fromEntries(names.flatMap((name, at) => (at < 2 ? [] : [[name, Number(cells[at])]]))),
  }));
}

/** "recall 4k | 10k | usable 10k" becomes "recall 4k", "recall 10k", "usable 10k". */
function fullNames(head: readonly string[]): string[] {
  let measure = '';
  return head.map((cell) => {
    const [first = '', ...rest] = cell.split(' ');
    if (rest.length === 0) return `${measure} ${first}`.trim();
    measure = first;
    return cell;
  });
}

/** One set: what the program reaches, row by row, with the best baseline of each column below it. */
export function setTable(
  title: string,
  {score, set, rubric, seconds}: SetResult,
  baselines: readonly Baseline[],
): string {
  const explicit: readonly (readonly [string, Shares])[] =
    set.explicit === undefined
      ? []
      : [
          ['explicit', set.explicit.recall],
          ['expl.use', set.explicit.usable],
        ];
  const rows: readonly (readonly [string, Shares])[] = [
    ['recall', set.recall],
    ['usable', set.usable],
    ['focus', set.focus],
    ['focus use', set.focusUsable],
    ...explicit,
  ];
  const lines = [
    `${title}: ${set.items} items, ${score.rules} rules in ${seconds.toFixed(1)} s; in brackets the best baseline`,
    `${'%'.padEnd(10)}${columns.map((name) => name.padStart(14)).join('')}`,
    ...rows.map(([name, shares]) => row(name, shares, baselines)),
    gates(score),
    `lint      ${rubric.overall.toFixed(2)}, ${rubric.failedGates.length === 0 ? 'every gate holds' : `failed: ${rubric.failedGates.join(', ')}`}`,
  ];
  return `${lines.join('\n')}\n`;
}

function row(name: string, shares: Shares, baselines: readonly Baseline[]): string {
  const cells = budgets.map((budget, at) => {
    const own = ((shares[budget] ?? 0) * 100).toFixed(1);
    const best = bestOf(`${name} ${columns[at] ?? ''}`, baselines);
    return `${own.padStart(7)}${(best === null ? '' : `(${best.toFixed(1)})`).padStart(7)}`;
  });
  return `${name.padEnd(10)}${cells.join('')}`.trimEnd();
}

function bestOf(column: string, baselines: readonly Baseline[]): number | null {
  const values = baselines.flatMap(({percent}) => percent[column] ?? []);
  return values.length === 0 ? null : Math.max(...values);
}

function gates({rubric, overall, failedGates}: Score): string {
  const values = Object.entries(rubric).map(([id, {score}]) => `${id} ${score.toFixed(2)}`);
  const lines: string[] = [];
  for (const value of values) {
    const last = lines.at(-1);
    if (last === undefined || last.length + value.length > 66) lines.push(value);
    else lines[lines.length - 1] = `${last}  ${value}`;
  }
  const state = failedGates.length === 0 ? 'every gate holds' : `failed: ${failedGates.join(', ')}`;
  return [`scorer    ${overall.toFixed(2)}, ${state}`, ...lines.map((line) => `          ${line}`)].join(
    '\n',
  );
}
