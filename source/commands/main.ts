import {errorReport, RulesMakerError} from '../errors.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import {helpText} from '../options/help.ts';
import {type Arguments, parseArguments} from '../options/parse.ts';
import type {Io} from './io.ts';

/** Runs one command line and gives its exit code. Never throws. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const debug = argv.includes('--debug');
  try {
    // -h beats everything, also a command line that could not be parsed.
    if (argv.includes('--help') || argv.includes('-h')) {
      io.out(helpText());
      return exitCodes.ok;
    }
    const args = parseArguments(argv, import.meta);
    if (args.switches.has('version')) {
      const {programVersion} = await import('./program.ts');
      io.out(`${programVersion}\n`);
      return exitCodes.ok;
    }
    return await dispatch(args, io);
  } catch (error) {
    return await explain(error, debug, io);
  }
}

async function dispatch(args: Arguments, io: Io): Promise<ExitCode> {
  switch (args.command) {
    case 'scrape': {
      const {scrape} = await import('./scrape.ts');
      return await scrape(args, io);
    }
    case 'demo': {
      const {demo} = await import('./demo.ts');
      return await demo(args, io);
    }
    case 'resume': {
      const {resume} = await import('./resume.ts');
      return await resume(args, io);
    }
    case 'replay': {
      const {replay} = await import('./replay.ts');
      return await replay(args, io);
    }
    case 'lint': {
      const {lint} = await import('./lint.ts');
      return await lint(args, io);
    }
    case 'extract': {
      const {extract} = await import('./extract.ts');
      return await extract(args, io);
    }
    case 'config': {
      const {config} = await import('./config.ts');
      return await config(args, io);
    }
  }
}

async function explain(error: unknown, debug: boolean, io: Io): Promise<ExitCode> {
  const {errorText} = await import('../reporters/error.ts');
  io.err(errorText(errorReport(error)));
  if (debug && error instanceof Error) io.err(`${error.stack ?? error.message}\n`);
  return error instanceof RulesMakerError ? error.exitCode : exitCodes.bug;
}
