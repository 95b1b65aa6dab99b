/** Asks for every URL of its arguments, all at once, and tells how each ended and the most memory that took. */
import {createHttpClient} from '../../source/network/client.ts';

const [origin = '', ...paths] = process.argv.slice(2);
const client = createHttpClient({userAgent: 'rules-maker/0', seed: origin});
const ends = await Promise.all(
  paths.map(async (path) => {
    try {
      const {body} = await client.get(origin + path, {
        accept: '*/*',
        maxBytes: 10_000_000,
        mayRedirect: () => true,
      });
      return `${path} ${body.length}`;
    } catch (error) {
      return `${path} ${error instanceof Error && 'code' in error ? error.code : String(error)}`;
    }
  }),
);
// In kilobytes, whatever the manual of the system call says.
const report = {ends, peakBytes: process.resourceUsage().maxRSS * 1024};
process.stdout.write(JSON.stringify(report), () => process.exit(0));
