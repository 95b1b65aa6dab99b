/** Counts hidden text that was dropped, by reason. */
export class Removed {
  readonly counts: Record<string, number> = {};

  add(reason: string, count = 1): void {
    this.counts[reason] = (this.counts[reason] ?? 0) + count;
  }
}
