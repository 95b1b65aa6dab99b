import {existsSync} from 'node:fs';
import process from 'node:process';
import {references} from './extract-references.ts';

export type BenchOptions = {
  /** The folder with one folder of unpacked documentation a site, if it was named. */
  readonly sites: string | null;
  /** Without the peers. */
  readonly onlyOurs: boolean;
  /** A site of which the worst pages are listed. */
  readonly verbose: string | null;
};

/** Something to be asked for in another way; its message is all there is to say. */
export class BenchUsageError extends Error {}

/** @throws BenchUsageError */
export function readOptions(values: {
  readonly sites?: string | undefined;
  readonly only?: string | undefined;
  readonly verbose?: string | undefined;
}): BenchOptions {
  const {only, verbose = null} = values;
  if (only !== undefined && only !== 'ours') throw new BenchUsageError(`--only knows "ours", not "${only}"`);
  const known = references.map(({site}) => site);
  if (verbose !== null && !known.includes(verbose)) {
    throw new BenchUsageError(`--verbose knows ${known.join(', ')}, not "${verbose}"`);
  }
  return {
    // An empty variable names no folder.
    sites: values.sites || process.env['RULES_MAKER_BENCH_SITES'] || null,
    onlyOurs: only === 'ours',
    verbose,
  };
}

/** @throws BenchUsageError with what to do, if no such folder is named or it is not there. */
export function sitesFolder({sites}: BenchOptions): string {
  if (sites === null) {
    throw new BenchUsageError(
      'name a folder with one folder of unpacked HTML documentation a site: --sites DIR or RULES_MAKER_BENCH_SITES',
    );
  }
  if (!existsSync(sites))
    throw new BenchUsageError(`there is no folder ${sites} (--sites, RULES_MAKER_BENCH_SITES)`);
  return sites;
}
