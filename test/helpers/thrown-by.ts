import {RulesMakerError} from '../../source/errors.ts';

/** The error of ours that `act` throws; anything else, or nothing, fails the test. */
export function thrownBy(act: () => unknown): RulesMakerError {
  try {
    act();
  } catch (error) {
    if (error instanceof RulesMakerError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
