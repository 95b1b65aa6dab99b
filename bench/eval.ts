/**
 * `npm run eval -- --sites DIR [--gold DIR] [--set ID]`: the built program over documentation for which experts have
 * written down what rules ought to say, scored by the scorer of the gold folder, beside simple baselines.
 */
import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {evaluate} from './eval-set.ts';
import {type Baseline, parseBaselines, setTable} from './eval-table.ts';

const besides = fileURLToPath(new URL('../../shared/gold', import.meta.url));

type GoldSet = {readonly library: string; readonly docs: string};

try {
  process.stdout.write(await main());
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function main(): Promise<string> {
  const {values} = parseArgs({
    options: {gold: {type: 'string'}, sites: {type: 'string'}, set: {type: 'string', multiple: true}},
  });
  const gold = resolve(values.gold ?? besides);
  if (!existsSync(join(gold, 'score.mjs')))
    throw new Error(
      `no score.mjs in ${values.gold ?? '../shared/gold'}\n  fix: --gold DIR, the folder with score.mjs and tune.json`,
    );
  const given = values.sites ?? process.env['RULES_MAKER_BENCH_SITES'];
  if (given === undefined || !existsSync(given))
    throw new Error(
      `${given === undefined ? 'no folder of sites was given' : `there is no folder ${given}`}\n  fix: --sites DIR or RULES_MAKER_BENCH_SITES, a folder with one unpacked site a folder`,
    );
  const sites = resolve(given);
  const items = JSON.parse(readFileSync(join(gold, 'tune.json'), 'utf8')) as {sets: Record<string, GoldSet>};
  const baselines = parseBaselines(readFileSync(join(gold, 'README.md'), 'utf8'));
  const asked = values.set ?? Object.keys(items.sets);
  const parts: string[] = [];
  for (const id of asked) {
    const set = items.sets[id];
    if (set === undefined) throw new Error(`no set ${id}; there are ${Object.keys(items.sets).join(', ')}`);
    parts.push(await one(id, set, {gold, sites, baselines}));
  }
  return parts.join('\n');
}

async function one(
  id: string,
  {library, docs}: GoldSet,
  {gold, sites, baselines}: {gold: string; sites: string; baselines: readonly Baseline[]},
): Promise<string> {
  const site = join(sites, library.toLowerCase());
  if (!existsSync(site)) throw new Error(`the site of ${id} is missing\n  fix: unpack ${docs} into ${site}`);
  const result = await evaluate({id, site, gold});
  return setTable(
    `${id}  ${library}`,
    result,
    baselines.filter(({set}) => set === id),
  );
}
