import type {RuleSet} from '../distil/rule.ts';
import {RulesMakerError} from '../errors.ts';
import type {Emit} from '../events/catalogue.ts';
import {exitCodes} from '../exit-codes.ts';
import type {Page} from '../extract/page.ts';
import {type Judgement, judge} from './judge.ts';
import {createDocsReader} from './read-docs.ts';
import type {RuleFile} from './rule-file.ts';

export type RunRubric = {
  /** Hands the pages on one by one and reads them in passing: a run need not go through them once more. */
  readonly watch: (pages: Iterable<Page>) => Iterable<Page>;
  /** After the pages. @throws RulesMakerError RM-BUG-002, exit 1, if a gate fails */
  readonly judge: (files: readonly RuleFile[], emit: Emit) => void;
};

/** The rubric of a run, before anything is written. */
export function createRubric(ruleSet: RuleSet): RunRubric {
  const docs = createDocsReader(ruleSet);
  return {
    *watch(pages) {
      for (const page of pages) {
        docs.read(page);
        yield page;
      }
    },
    judge(files, emit) {
      const judgement = judge({ruleSet, docs: docs.facts(), files});
      const criteria = judgement.criteria.map(({id, name, value, gate, weight}) => ({
        id,
        name,
        value,
        gate,
        weight,
      }));
      emit({type: 'rubric.computed', overall: judgement.overall, criteria});
      refuse(judgement);
    },
  };
}

/** What a gate holds back was to be dropped long before: it is a bug, and nothing may be replaced. */
function refuse({failed}: Judgement): void {
  const [first] = failed;
  const [example] = first?.failures ?? [];
  if (first === undefined || example === undefined) return;
  throw new RulesMakerError(
    {
      code: 'RM-BUG-002',
      message: `a bug in rules-maker: the rules fail ${failed.map(({id, name}) => `${id} (${name})`).join(', ')}; nothing was written`,
      why: `${example.subject}: ${example.why}`,
      hint: 'please report it with the address of the documentation',
    },
    exitCodes.bug,
  );
}
