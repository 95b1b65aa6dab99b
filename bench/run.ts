/**
 * `npm run bench [startup|site|crawl|engine|extract|pipeline]`: figures as ratios within one run. Read ratios, not absolutes.
 *
 * `extract` and `pipeline` read real documentation and run only when they are named: `npm run bench extract -- --sites
 * DIR`. `--only ours` leaves the peers out; `--verbose SITE` lists what our extraction misses on the pages of a site.
 */
import process from 'node:process';
import {parseArgs} from 'node:util';
import {benchCrawl} from './crawl.ts';
import {benchEngine} from './engine.ts';
import {benchExtract} from './extract.ts';
import {type BenchOptions, BenchUsageError, readOptions} from './options.ts';
import {benchPipeline} from './pipeline.ts';
import {benchSite} from './site.ts';
import {benchStartup} from './startup.ts';

type Bench = {readonly needsSites?: true; run(options: BenchOptions): Promise<string>};

const benches: Readonly<Record<string, Bench>> = {
  startup: {run: benchStartup},
  site: {run: benchSite},
  crawl: {run: benchCrawl},
  engine: {run: benchEngine},
  extract: {needsSites: true, run: benchExtract},
  pipeline: {needsSites: true, run: benchPipeline},
};

try {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {sites: {type: 'string'}, only: {type: 'string'}, verbose: {type: 'string'}},
  });
  const options = readOptions(values);
  const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    throw new BenchUsageError(
      `unknown bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`,
    );
  }
  process.stdout.write(`node ${process.versions.node}, ${process.platform} ${process.arch}\n`);
  for (const [name, {needsSites, run}] of Object.entries(benches)) {
    const isWanted = positionals.length === 0 ? !needsSites : positionals.includes(name);
    if (isWanted) process.stdout.write(`\n${await run(options)}`);
  }
} catch (error) {
  const isOurs = error instanceof BenchUsageError;
  process.stderr.write(`${isOurs ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = isOurs ? 2 : 1;
}
