import type {Emit} from '../events/catalogue.ts';
import {fallbackClasses} from '../provider-names.ts';
import type {ErrorClass, Provider} from './contract.ts';

export type FallbackClass = (typeof fallbackClasses)[number];

export const defaultFallbackOn: readonly FallbackClass[] = [
  'throttled',
  'quota',
  'unavailable',
  'timeout',
  'model_error',
];

export type FallbackSettings = {
  readonly on: readonly FallbackClass[];
  /** The chain ends with the distiller that needs no model: then a question that nobody answers is no error. */
  readonly builtinLast: boolean;
};

/** Asked before the text of a page goes to another company for the first time; false = not that one. */
export type Consent = (from: Provider, to: Provider) => Promise<boolean>;

export type Fallback = {
  readonly isFor: (failed: ErrorClass) => boolean;
  /** True if the text may go there; states the first step from one provider to another. */
  readonly mayGo: (from: Provider, to: Provider) => Promise<boolean>;
};

export function createFallback({on}: FallbackSettings, consent: Consent, emit: Emit): Fallback {
  const classes: ReadonlySet<ErrorClass> = new Set(fallbackClasses.filter((name) => on.includes(name)));
  const answers = new Map<string, Promise<boolean>>();

  const ask = async (from: Provider, to: Provider): Promise<boolean> => {
    const isAllowed = await consent(from, to);
    emit({
      type: 'notice',
      level: 'warning',
      code: 'RM-LLM-030',
      message: isAllowed
        ? `${from.name} ${from.model} cannot answer: the text of pages goes to ${to.name} ${to.model} (${to.endpoint})`
        : `${from.name} ${from.model} cannot answer, and ${to.name} may not be asked`,
      hint: isAllowed ? 'fallback.enabled: false keeps it with one provider' : null,
    });
    return isAllowed;
  };

  return {
    isFor: (failed) => classes.has(failed),
    mayGo(from, to) {
      const pair = `${from.name}>${to.name}`;
      const answer = answers.get(pair) ?? ask(from, to);
      answers.set(pair, answer);
      return answer;
    },
  };
}
