import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import type {Converter} from './converters.ts';

export type Asked = {readonly pages: readonly number[]};
export type Converted = {
  readonly results: readonly {
    /** Processor time of the converting thread. */
    readonly ms: number;
    readonly markdown: string;
    readonly failed: string | null;
  }[];
  /** Of the whole process, with its helper threads. */
  readonly cpuMs: number;
  readonly peakBytes: number;
};

export type Child = {
  convert(pages: readonly number[]): Promise<Converted>;
  end(): void;
};

/** Starts the process of a converter; `list` is a file with the pages. */
export async function startChild(converter: Converter, list: string): Promise<Child> {
  const child = fork(fileURLToPath(import.meta.resolve('./convert-alone.ts')), [converter.module, list], {
    serialization: 'advanced',
    // Warnings of the peers about pages are not for this report.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await answer(child, converter);
  return {
    async convert(pages) {
      child.send({pages} satisfies Asked);
      return (await answer(child, converter)) as Converted;
    },
    end: () => child.disconnect(),
  };
}

async function answer(child: ChildProcess, {name}: Converter): Promise<unknown> {
  const ended = new AbortController();
  const [message] = await Promise.race([
    once(child, 'message', {signal: ended.signal}),
    once(child, 'exit', {signal: ended.signal}).then(([code]) => {
      throw new Error(`the process of ${name} ended with ${code}`);
    }),
  ]).finally(() => ended.abort());
  return message;
}
