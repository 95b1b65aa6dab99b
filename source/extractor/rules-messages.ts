import {type ErrorFacts, RulesMakerError} from '../errors.ts';
import type {RunEventBody} from '../events/catalogue.ts';
import type {ExitCode} from '../exit-codes.ts';
import type {PagesPlace} from '../store/shared-pages.ts';
import type {RunRequest} from './create-extractor.ts';
import type {MadeRules} from './make-rules.ts';

/** `write` writes what `make` made; plain data. */
export type RulesJob = {
  readonly kind: 'make' | 'write';
  readonly request: RunRequest;
  readonly place: PagesPlace;
};

/** Any number of `events`, then one of the others. */
export type RulesAnswer =
  | {readonly kind: 'events'; readonly events: readonly RunEventBody[]}
  | {readonly kind: 'made'; readonly made: MadeRules}
  | {readonly kind: 'written'; readonly keptFiles: number}
  | ({readonly kind: 'thrown'} & ThrownFacts);

/** An error on its way from one thread to the other; `known` is one that we expect and explain. */
type ThrownFacts =
  | {readonly known: true; readonly facts: ErrorFacts; readonly exitCode: ExitCode}
  | {readonly known: false; readonly message: string; readonly stack: string | undefined};

export function thrownFacts(error: unknown): ThrownFacts {
  if (error instanceof RulesMakerError) {
    const {code, message, why, hint, exitCode} = error;
    const facts = {code, message, ...(why === undefined ? {} : {why}), ...(hint === undefined ? {} : {hint})};
    return {known: true, facts, exitCode};
  }
  if (error instanceof Error) return {known: false, message: error.message, stack: error.stack};
  return {known: false, message: String(error), stack: undefined};
}

export function thrownError(thrown: ThrownFacts): Error {
  if (thrown.known) return new RulesMakerError(thrown.facts, thrown.exitCode);
  const error = new Error(thrown.message);
  if (thrown.stack !== undefined) error.stack = thrown.stack;
  return error;
}
