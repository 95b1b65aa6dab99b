/** `02:14`, or `1:02:14` from an hour on: the time since a run began. */
export function clockTime(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutesSeconds = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return seconds < 3600 ? minutesSeconds : `${Math.floor(seconds / 3600)}:${minutesSeconds}`;
}

/** `0.4 s`, `12 s`, `3 min`, `2 h`: a length of time in one unit. */
export function duration(durationMs: number): string {
  if (durationMs < 10_000) return `${trim((durationMs / 1000).toFixed(1))} s`;
  if (durationMs < 120_000) return `${Math.round(durationMs / 1000)} s`;
  if (durationMs < 2 * 3_600_000) return `${Math.round(durationMs / 60_000)} min`;
  return `${trim((durationMs / 3_600_000).toFixed(1))} h`;
}

function trim(number: string): string {
  return number.endsWith('.0') ? number.slice(0, -2) : number;
}
