// Every same-host page once, links followed, nothing converted: what crawlee does out of the box.
import process from 'node:process';
import {CheerioCrawler, Configuration, log} from 'crawlee';

const [, , start, concurrency, most] = process.argv;
log.setLevel(log.LEVELS.OFF);

let pages = 0;
const crawler = new CheerioCrawler(
  {
    minConcurrency: Number(concurrency),
    maxConcurrency: Number(concurrency),
    maxRequestsPerCrawl: Number(most),
    async requestHandler({enqueueLinks}) {
      pages += 1;
      await enqueueLinks({strategy: 'same-hostname'});
      // Left to itself it waits three minutes, idle, when the site has no more pages than were asked for.
      if (pages === Number(most)) process.exit();
    },
  },
  new Configuration({persistStorage: false}),
);
await crawler.run([start]);
if (pages < Number(most) - 1) process.exitCode = 1;
