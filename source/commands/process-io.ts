import process from 'node:process';
import {systemCode} from '../errors.ts';
import type {Io} from './io.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The real process. A reader of stdout that goes away (`| head`) ends that view quietly; the run goes on. */
export function processIo(exit: (code: number) => void): Io {
  return {
    out: writer(process.stdout),
    err: writer(process.stderr),
    input: () => process.stdin,
    cwd: process.cwd(),
    environment: process.env,
    exit,
    onSignal(listener) {
      const handlers = signals.map((name) => [name, () => listener(name)] as const);
      for (const [name, handler] of handlers) process.on(name, handler);
      return () => {
        for (const [name, handler] of handlers) process.off(name, handler);
      };
    },
  };
}

function writer(stream: NodeJS.WriteStream): (text: string) => void {
  let open = true;
  stream.on('error', (error) => {
    if (systemCode(error) !== 'EPIPE') throw error;
    open = false;
  });
  return (text) => {
    if (open) stream.write(text);
  };
}
