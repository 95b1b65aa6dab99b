/** `npm run bench [startup|site|crawl]`: figures as ratios within one run. Read ratios, not absolutes. */
import process from 'node:process';
import {benchCrawl} from './crawl.ts';
import {benchSite} from './site.ts';
import {benchStartup} from './startup.ts';

const benches: Readonly<Record<string, () => Promise<string>>> = {
  startup: benchStartup,
  site: benchSite,
  crawl: benchCrawl,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(`unknown bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  process.stdout.write(`node ${process.versions.node}, ${process.platform} ${process.arch}\n`);
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length === 0 || asked.includes(name)) process.stdout.write(`\n${await bench()}`);
  }
}
