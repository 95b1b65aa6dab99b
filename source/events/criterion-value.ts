/** One criterion of the rubric. */
export type CriterionValue = {
  /** `R1`. */
  readonly id: string;
  readonly name: string;
  /** 0 to 1, `null` if it cannot be computed in a run. */
  readonly value: number | null;
  /** Must be 1. */
  readonly gate: boolean;
  /** Percent of the overall value. */
  readonly weight: number;
};
