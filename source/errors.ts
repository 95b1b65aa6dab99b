import {type ExitCode, exitCodes} from './exit-codes.ts';

/** What every error of ours says: which thing, why, and what to do about it. */
export type ErrorFacts = {
  /** Stable code `RM-<GROUP>-<row>`; the row is the number of the fault it stands for. */
  readonly code: string;
  /** What went wrong and with which thing, one line. */
  readonly message: string;
  /** Why, one line. */
  readonly why?: string;
  /** What the user can do, one line: a command, a flag or a place to edit. */
  readonly hint?: string;
  readonly cause?: unknown;
};

/** An error that we expect and explain. Everything else that is thrown is a bug (exit 1). */
export class RulesMakerError extends Error {
  readonly code: string;
  readonly why: string | undefined;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(facts: ErrorFacts, exitCode: ExitCode) {
    super(facts.message, {cause: facts.cause});
    this.name = new.target.name;
    this.code = facts.code;
    this.why = facts.why;
    this.hint = facts.hint;
    this.exitCode = exitCode;
  }
}

/** A flag, an argument or a config value that cannot be used. Exit 2. */
export class UsageError extends RulesMakerError {
  constructor(facts: ErrorFacts) {
    super(facts, exitCodes.usage);
  }
}

/** Something that our security policy refuses. Exit 8. */
export class SecurityError extends RulesMakerError {
  constructor(facts: ErrorFacts) {
    super(facts, exitCodes.security);
  }
}

/** The output, state or config folder cannot be read or written. Exit 9. */
export class OutputError extends RulesMakerError {
  constructor(facts: ErrorFacts) {
    super(facts, exitCodes.output);
  }
}

/** Somebody else is at work on the same thing. Exit 75. */
export class BusyError extends RulesMakerError {
  constructor(facts: ErrorFacts) {
    super(facts, exitCodes.busy);
  }
}

/** The start page cannot be had, or the site gave no rule. Exit 4. */
export class NothingFoundError extends RulesMakerError {
  constructor(facts: ErrorFacts) {
    super(facts, exitCodes.nothing);
  }
}

/** A transfer that failed in a way that another attempt may cure. Exit 4, or 5 if a model was asked. */
export class RetryableError extends RulesMakerError {
  constructor(facts: ErrorFacts, exitCode: ExitCode = exitCodes.nothing) {
    super(facts, exitCode);
  }
}

/** The server asked us to slow down. Throttled is not failed. */
export class ThrottledError extends RulesMakerError {
  /** How long the server wants us to wait, in milliseconds; `null` if it did not say. */
  readonly retryAfterMs: number | null;

  constructor(
    facts: ErrorFacts & {readonly retryAfterMs: number | null},
    exitCode: ExitCode = exitCodes.nothing,
  ) {
    super(facts, exitCode);
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** There are no usable credentials, or the provider refuses them. Exit 6. */
export class CredentialsError extends RulesMakerError {
  constructor(facts: ErrorFacts) {
    super(facts, exitCodes.credentials);
  }
}

/** A provider of models refuses, or gives what is no answer: asking again does not help. Exit 5. */
export class ProviderError extends RulesMakerError {
  constructor(facts: ErrorFacts) {
    super(facts, exitCodes.provider);
  }
}

/** A spending cap is reached: no further paid call is made. Exit 7. */
export class BudgetExceededError extends RulesMakerError {
  constructor(facts: ErrorFacts) {
    super(facts, exitCodes.budget);
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node system error (`ENOENT`, `ECONNREFUSED`), or `null`. */
export function systemCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** The facts of anything that was thrown, JSON-safe; what is not ours is a bug. */
export function errorReport(error: unknown): {
  code: string;
  message: string;
  why: string | null;
  hint: string | null;
} {
  if (error instanceof RulesMakerError) {
    return {code: error.code, message: error.message, why: error.why ?? null, hint: error.hint ?? null};
  }
  return {
    code: 'RM-BUG-001',
    message: `a bug in rules-maker: ${messageOf(error)}`,
    why: null,
    hint: 'please report it with the output of the same command with --debug',
  };
}
