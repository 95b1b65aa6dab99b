import {resolve} from 'node:path';
import {startDemoServer} from '../demo/server.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import {dollars} from '../format/amount.ts';
import type {Arguments} from '../options/parse.ts';
import {targetNames} from '../target-names.ts';
import type {DemoModels} from './demo-models.ts';
import type {Io} from './io.ts';
import {loadConfig} from './load-config.ts';
import {runOnce, showConfig} from './run.ts';

const folder = 'rules-maker-demo';

/** `rules-maker demo`: the real program on a site that ships with it, from this machine alone. */
export async function demo(args: Arguments, io: Io): Promise<ExitCode> {
  const config = await loadConfig(args, io);
  if (args.switches.has('show-config')) {
    showConfig(config, io);
    return exitCodes.ok;
  }
  const {values, origins} = config;
  const asked =
    origins['output.output_directory'].kind === 'default' ? folder : values['output.output_directory'];
  const root = resolve(io.cwd, asked);
  const server = await startDemoServer();
  let models: DemoModels | null = null;
  try {
    if (values.provider !== 'builtin') {
      const {openDemoModels} = await import('./demo-models.ts');
      models = await openDemoModels(config, args, io);
    }
    const chosen = origins['targets.use'].kind === 'default' ? targetNames : values['targets.use'];
    const place = {root, targets: chosen, singleFile: null};
    const exitCode = await runOnce(
      {url: server.url, place, config, args, resumable: false, ...(models ? {asker: models.asker} : {})},
      io,
    );
    const silent = args.switches.has('json') || args.switches.has('quiet');
    if (models && !silent) {
      const {fake, ledger} = models.bills();
      io.err(`  bill    the fake Bedrock billed ${dollars(fake)}, our ledger counted ${dollars(ledger)}\n`);
    }
    if (exitCode === exitCodes.ok && !silent)
      io.err(`  open    ${asked}/AGENTS.md, ${asked}/.cursor/rules/, ${asked}/rules.json\n`);
    return exitCode;
  } finally {
    await models?.close();
    await server.close();
  }
}
