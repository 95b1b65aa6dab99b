import type {Rule} from '../distil/rule.ts';
import {splitSentences} from '../distil/sentences.ts';
import {type Criterion, criterion, type Failure, type RubricInput, ratio, thresholds} from './criterion.ts';
import {frontmatterOf} from './frontmatter.ts';
import {globProblem} from './globs.ts';
import {isInstruction, type RuleFile} from './rule-file.ts';

/**
 * What a file may hold. `claude`, `agents`: our block is read in every request, and AGENTS.md shares 32 KiB with all
 * others (Codex, `project_doc_max_bytes`). The rest is read on demand: well below the 12,000 characters at which the
 * strictest assistant cuts. `llms.txt` and JSON have no reader that cuts.
 */
const fileLimits = {blockBytes: 8192, wholeCharacters: 8000} as const;

/** The only keys that the readers of a target know; another one makes some of them load the file always. */
const keys: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  cursor: {
    description: (value) => typeof value === 'string' && value !== '' && !/[\n<>]/.test(value),
    globs: (value) =>
      typeof value === 'string' && value.split(',').every((glob) => globProblem(glob) === null),
    alwaysApply: (value) => typeof value === 'boolean',
  },
  claude: {
    paths: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((glob) => typeof glob === 'string' && globProblem(glob) === null),
  },
};

/** R8-limits: every rule and every file keeps to what its reader takes. */
export function withinLimits({ruleSet: {rules}, files}: RubricInput): Criterion {
  const failures: Failure[] = [];
  for (const rule of rules) {
    const why = overLimit(rule);
    if (why !== null) failures.push({subject: rule.id, why});
  }
  for (const file of files ?? []) {
    const why = file.problem ?? fileProblem(file);
    if (why !== null) failures.push({subject: file.path, why});
  }
  const all = rules.length + (files?.length ?? 0);
  const detail = `${rules.length} rules, ${files === null ? 'no files' : `${files.length} files`}`;
  return criterion('R8-limits', ratio(all - failures.length, all), detail, failures);
}

function overLimit(rule: Rule): string | null {
  const {directive, condition, evidence, identifiers} = rule;
  if (directive.length > thresholds.directiveCharacters)
    return `a directive of ${directive.length} characters`;
  if (splitSentences(directive).length > thresholds.sentences) return 'a directive of several sentences';
  if ((condition?.length ?? 0) > thresholds.conditionCharacters) return 'a condition that is too long';
  for (const code of [rule.do, rule.dont])
    if (code !== null && code.code.split('\n').length > thresholds.codeLines)
      return `code of more than ${thresholds.codeLines} lines`;
  if (evidence.length > thresholds.evidence) return `${evidence.length} pieces of evidence`;
  if (identifiers.length > thresholds.identifiers) return `${identifiers.length} identifiers`;
  const {min, max} = thresholds.quoteCharacters;
  const bad = evidence.find(({quote}) => quote.length < min || quote.length > max);
  return bad === undefined ? null : `a quote of ${bad.quote.length} characters`;
}

function fileProblem(file: RuleFile): string | null {
  const {target, kind, content} = file;
  if (!isInstruction(file)) return null;
  if (kind === 'block') return over(Buffer.byteLength(content), fileLimits.blockBytes, 'bytes');
  const known = keys[target];
  const head = frontmatterOf(content);
  if (head === null && target === 'cursor') return 'no frontmatter';
  if (head !== null && known !== undefined) {
    if (head.values === null) return 'frontmatter that is no YAML map';
    for (const [key, value] of Object.entries(head.values)) {
      const holds = known[key];
      if (holds === undefined) return `frontmatter with the key "${key}"`;
      if (!holds(value)) return `frontmatter with a "${key}" that readers misunderstand`;
    }
  }
  return head?.values?.['alwaysApply'] === true
    ? over(Buffer.byteLength(content), fileLimits.blockBytes, 'bytes')
    : over(content.length, fileLimits.wholeCharacters, 'characters');
}

function over(size: number, limit: number, unit: string): string | null {
  return size > limit ? `${size} ${unit}, more than ${limit}` : null;
}
