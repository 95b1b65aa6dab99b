type ReporterName = 'plain' | 'json' | 'quiet';

export type ReporterChoice = {readonly reporter: ReporterName; readonly reason: string};

/** Which view runs, and why. Pure, so that every combination can be tested as a table. */
export function chooseReporter(flags: {readonly json: boolean; readonly quiet: boolean}): ReporterChoice {
  if (flags.json) return {reporter: 'json', reason: '--json was given'};
  if (flags.quiet) return {reporter: 'quiet', reason: '--quiet was given'};
  return {reporter: 'plain', reason: 'default'};
}
