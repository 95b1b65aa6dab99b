import {discoverConfig} from '../config/discover.ts';
import {configJson, configText} from '../config/show.ts';
import {UsageError} from '../errors.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import {nearest} from '../format/nearest.ts';
import type {Arguments} from '../options/parse.ts';
import {userFolders} from '../store/folders.ts';
import type {Io} from './io.ts';
import {loadConfig} from './load-config.ts';

const actions = ['show', 'path'];

/** `config show [--origin] [--json]` and `config path`. */
export async function config(args: Arguments, io: Io): Promise<ExitCode> {
  const [action = 'show', ...extra] = args.input;
  if (!actions.includes(action) || extra.length > 0) {
    const guess = nearest(action, actions);
    throw new UsageError({
      code: 'RM-CONF-011',
      message: `config ${args.input.join(' ')}: no such action`,
      why: `actions: ${actions.join(', ')}`,
      hint: guess === null ? 'rules-maker config show --origin' : `did you mean config ${guess}?`,
    });
  }
  if (action === 'path') {
    await printPaths(args, io);
    return exitCodes.ok;
  }
  const effective = await loadConfig(args, io);
  io.out(
    args.switches.has('json') ? configJson(effective) : configText(effective, args.switches.has('origin')),
  );
  return exitCodes.ok;
}

/** The files in force, weakest first, and where the user's would be. */
async function printPaths(args: Arguments, io: Io): Promise<void> {
  const {config: userFolder} = userFolders(io.environment);
  const files = await discoverConfig({cwd: io.cwd, userFolder, explicit: args.texts.get('config') ?? null});
  for (const {kind, file} of files) io.out(`${kind.padEnd(8)} ${file}\n`);
  if (files.length === 0) io.err(`no config file; yours would be ${userFolder}/config.yaml\n`);
}
