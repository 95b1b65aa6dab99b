import type {TargetName} from '../target-names.ts';

export type {TargetName} from '../target-names.ts';

/** A file as a target wants it. `block` = our managed block inside a file that belongs to the user. */
export type PlannedFile = {
  /** Relative to the output root, `/` as separator. */
  readonly path: string;
  readonly target: TargetName | 'manifest' | 'detail';
  readonly kind: 'whole' | 'block';
  /** UTF-8, LF, final newline; for a block the text between the markers. */
  readonly content: string;
  /** Ids of the rules in it, in order. */
  readonly rules: readonly string[];
};
