import {errorReport, RulesMakerError, UsageError} from '../errors.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import type {Arguments} from '../options/parse.ts';
import {errorText} from '../reporters/error.ts';
import {type Judgement, judge} from '../rubric/judge.ts';
import type {Io} from './io.ts';
import {type KnownDocs, readLintDocs} from './lint-docs.ts';
import {findSubjects, type LintSubject} from './lint-subjects.ts';
import {lintTable} from './lint-table.ts';

export type LintResult = {
  readonly subject: LintSubject;
  readonly docs: KnownDocs;
  readonly judgement: Judgement;
};

/**
 * `rules-maker lint [rules.json | folder]`: the rubric of rule sets that are there, and of the files written from them.
 * Writes nothing. Exit 1 if a gate fails.
 *
 * @throws UsageError RM-CONF-017 if there is no rule set
 */
export async function lint(args: Arguments, io: Io): Promise<ExitCode> {
  const [path = '.', ...extra] = args.input;
  if (extra.length > 0) {
    throw new UsageError({
      code: 'RM-CONF-017',
      message: `one file or folder at a time: "${extra[0]}" is one too many`,
      hint: 'rules-maker lint rules.json',
    });
  }
  const results: LintResult[] = [];
  for (const subject of await findSubjects(path, io.cwd)) {
    const docs = await readLintDocs(subject.ruleSet, args.texts.get('docs') ?? null, io);
    const {ruleSet, files} = subject;
    results.push({subject, docs, judgement: judge({ruleSet, docs: docs.facts, files})});
  }
  if (args.switches.has('json')) io.out(`${JSON.stringify(document(results), null, 2)}\n`);
  else for (const result of results) io.out(lintTable(result, {all: args.switches.has('verbose')}));
  const failed = results.flatMap(({judgement}) => judgement.failed);
  if (failed.length === 0) return exitCodes.ok;
  io.err(errorText(errorReport(gateError(failed))));
  return exitCodes.bug;
}

function gateError(failed: Judgement['failed']): RulesMakerError {
  const names = [...new Set(failed.map(({id, name}) => `${id} (${name})`))];
  return new RulesMakerError(
    {
      code: 'RM-LINT-001',
      message: `${names.length === 1 ? 'a gate fails' : `${names.length} gates fail`}: ${names.join(', ')}`,
      why: 'a rule that fails a gate does more harm than good',
      hint: 'take out the rules named above, or run rules-maker anew; --verbose names all of them',
    },
    exitCodes.bug,
  );
}

/** What `--json` prints. */
function document(results: readonly LintResult[]) {
  return {
    schema: 1,
    reports: results.map(({subject, docs, judgement}) => ({
      path: subject.path,
      library: subject.ruleSet.library,
      rules: subject.ruleSet.rules.length,
      pages: docs.facts?.pages ?? null,
      pagesFrom: docs.from,
      files: subject.files?.length ?? null,
      overall: judgement.overall,
      failedGates: judgement.failed.map(({id}) => id),
      criteria: judgement.criteria,
    })),
  };
}
