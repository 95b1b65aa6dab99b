import {display, displayMiddle} from '../format/display.ts';
import type {Criterion} from '../rubric/criterion.ts';
import type {LintResult} from './lint.ts';

const detailCells = 42;
const whyCells = 74;
/** Failures of a gate that are shown without `--verbose`. */
const shown = 3;

/** The rubric as a table of 80 columns, what fails at the end. Ends with a line break. */
export function lintTable({subject, docs, judgement}: LintResult, {all}: {readonly all: boolean}): string {
  const {library, rules} = subject.ruleSet;
  const {criteria, failed, overall} = judgement;
  const unknown = criteria.some(({weight, gate, value}) => (weight > 0 || gate) && value === null);
  return [
    `${displayMiddle(subject.path, 40)}  ${display(`${library.name} ${library.version ?? ''}`, 36)}`,
    `  ${rules.length} rules, ${subject.files?.length ?? 'no'} files, ${pagesText(docs)}`,
    '',
    ...criteria.map(row),
    '',
    `  overall ${overall.toFixed(2)}${failed.length > 0 ? ': a gate fails' : unknown ? ' of what could be computed' : ', every gate holds'}`,
    ...(all ? criteria : failed).flatMap((criterion) => failures(criterion, all)),
    '',
  ].join('\n');
}

function pagesText({facts, from}: LintResult['docs']): string {
  return facts === null ? `no pages (${from})` : `${facts.pages} pages of ${displayMiddle(from, 40)}`;
}

function row({id, name, value, gate, weight, detail}: Criterion): string {
  const number = value === null ? '   -' : value.toFixed(2);
  // Rounding must not make a failed gate look whole.
  const honest = value !== null && value < 1 && number === '1.00' ? '0.99' : number;
  const use = gate ? (value !== null && value < 1 ? 'FAIL' : 'gate') : weight > 0 ? `${weight} %` : '';
  return `  ${id.padEnd(9)} ${name.padEnd(14)} ${honest} ${use.padStart(4)}  ${display(detail, detailCells)}`.trimEnd();
}

function failures({id, name, failures: list}: Criterion, all: boolean): string[] {
  if (list.length === 0) return [];
  const rest = all ? 0 : Math.max(0, list.length - shown);
  return [
    `  ${id} ${name}`,
    ...(all ? list : list.slice(0, shown)).map(
      ({subject, why}) => `    ${display(`${subject}: ${why}`, whyCells)}`,
    ),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
  ];
}
