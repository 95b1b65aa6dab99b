import {RulesMakerError} from '../errors.ts';
import {type ExitCode, exitCodes} from '../exit-codes.ts';
import {helpText, modelHelpText} from '../options/help.ts';
import {type Arguments, parseArguments} from '../options/parse.ts';
import type {Io} from './io.ts';
import {withLog} from './log.ts';

/** Runs one command line and gives its exit code. Never throws. */
export async function main(argv: readonly string[], world: Io): Promise<ExitCode> {
  const io = withLog(world, argv);
  const debug = argv.includes('--debug');
  try {
    // -h beats everything, also a command line that could not be parsed.
    if (argv.includes('--help') || argv.includes('-h')) {
      io.out(argv.some((word) => modelWords.has(word)) ? modelHelpText() : helpText());
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

/** `--help models`, `bedrock --help`. */
const modelWords: ReadonlySet<string> = new Set(['bedrock', 'models', 'usage', 'model']);

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
    case 'bedrock': {
      const {bedrock} = await import('./bedrock.ts');
      return await bedrock(args, io);
    }
    case 'models': {
      const {models} = await import('./models.ts');
      return await models(args, io);
    }
    case 'usage': {
      const {usage} = await import('./usage.ts');
      return await usage(args, io);
    }
  }
}

async function explain(error: unknown, debug: boolean, io: Io): Promise<ExitCode> {
  const {tellError} = await import('./tell-error.ts');
  tellError(error, io, debug);
  return error instanceof RulesMakerError ? error.exitCode : exitCodes.bug;
}
