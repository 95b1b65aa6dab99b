/** The greatest of some numbers, or `least` if none is greater. Unlike `Math.max(...)` it takes a million of them. */
export function greatest(numbers: readonly number[], least: number): number {
  return numbers.reduce((one, other) => Math.max(one, other), least);
}

/** The length of the longest run of backticks, 0 without any. */
export function longestTicks(text: string): number {
  return text.includes('`')
    ? greatest(
        (text.match(/`+/g) ?? []).map(({length}) => length),
        0,
      )
    : 0;
}
