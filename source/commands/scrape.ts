import {UsageError} from '../errors.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import type {Arguments} from '../options/parse.ts';
import {dryRun} from './dry-run.ts';
import type {Io} from './io.ts';
import {loadConfig} from './load-config.ts';
import {outputPlace} from './output-place.ts';
import {providerNotices} from './provider-notices.ts';
import {goOn} from './resume.ts';
import {runOnce, runRequest, showConfig} from './run.ts';
import {startUrl} from './start-url.ts';

/** `rules-maker <url>`: one run. */
export async function scrape(args: Arguments, io: Io): Promise<ExitCode> {
  const config = await loadConfig(args, io);
  if (args.switches.has('show-config')) {
    showConfig(config, io);
    return exitCodes.ok;
  }
  const [typed, ...extra] = args.input;
  if (extra.length > 0) {
    throw new UsageError({
      code: 'RM-CONF-012',
      message: `one URL at a time: "${extra[0]}" is one too many`,
      hint: 'run rules-maker once for each site',
    });
  }
  const url = startUrl(typed);
  const place = await outputPlace({
    cwd: io.cwd,
    outputDirectory: config.values['output.output_directory'],
    formats: config.values['targets.use'],
    file: args.texts.get('output') ?? null,
  });
  const asked = {url, place, config, args};
  if (args.switches.has('dry-run'))
    return await dryRun(runRequest(asked, 'dry-run'), args, io, providerNotices(config, io));
  return args.switches.has('resume') ? await goOn(asked, io) : await runOnce(asked, io);
}
