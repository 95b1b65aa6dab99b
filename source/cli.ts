#!/usr/bin/env node
// No static import but Node's own: an old Node must reach the check below before anything can fail.
import module from 'node:module';
import {homedir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `error: rules-maker needs Node 22.19 or newer, this is ${process.versions.node} [RM-CONF-001]\n`,
  );
  process.exitCode = 2;
} else {
  // Node's default place is the system's temporary folder, which is not ours to write to.
  module.enableCompileCache(
    join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rules-maker', 'compile'),
  );
  silenceSqliteWarning();
  const {main} = await import('./commands/main.ts');
  const {processIo} = await import('./commands/process-io.ts');
  process.exitCode = await main(
    process.argv.slice(2),
    processIo((code) => process.exit(code)),
  );
}

/** Node 22 calls its SQLite experimental on every start; nobody who runs us can do anything about it. */
function silenceSqliteWarning(): void {
  const emitWarning = process.emitWarning.bind(process) as (...parts: unknown[]) => void;
  process.emitWarning = (...parts: unknown[]) => {
    if (!(parts[1] === 'ExperimentalWarning' && String(parts[0]).startsWith('SQLite'))) emitWarning(...parts);
  };
}
