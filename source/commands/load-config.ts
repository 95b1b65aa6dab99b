import {discoverConfig} from '../config/discover.ts';
import {type Config, resolveConfig} from '../config/resolve.ts';
import type {Arguments} from '../options/parse.ts';
import {userFolders} from '../store/folders.ts';
import type {Io} from './io.ts';

/** Reads every source of configuration for one command. */
export async function loadConfig(args: Arguments, io: Io): Promise<Config> {
  const files = await discoverConfig({
    cwd: io.cwd,
    userFolder: userFolders(io.environment).config,
    explicit: args.texts.get('config') ?? null,
  });
  return resolveConfig({files, environment: io.environment, flags: args.config});
}
