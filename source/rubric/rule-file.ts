/** A file that an assistant reads, or our block in one. A planned file has this shape too. */
export type RuleFile = {
  readonly path: string;
  /** `cursor`, `claude`, `agents`, `detail`, `json`, `llms-txt`, `manifest`. */
  readonly target: string;
  readonly kind: 'whole' | 'block';
  readonly content: string;
  /** Ids of the rules in it. */
  readonly rules: readonly string[];
  /** What is wrong with the place it stands in: a marker that is missing. */
  readonly problem?: string;
};

/** The text of the files that assistants read as rules. */
export function isInstruction({target}: RuleFile): boolean {
  return ['cursor', 'claude', 'agents', 'detail'].includes(target);
}
