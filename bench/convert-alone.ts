/**
 * One converter in a process of its own: loads all pages into memory, then converts those it is told to, one after
 * the other, and measures each. Arguments: the converter's module and a JSON file with the pages.
 */
import {readFileSync} from 'node:fs';
import process from 'node:process';
import type {Asked, Converted} from './convert-child.ts';
import {readHtml} from './extract-pages.ts';

type Module = {
  readonly convert?: (html: string, url: string) => string | Promise<string>;
  readonly convertBytes?: (body: Uint8Array, url: string) => string;
};

const [, , module = '', list = ''] = process.argv;
const pages = JSON.parse(readFileSync(list, 'utf8')) as {file: string; url: string}[];
const {convert, convertBytes} = (await import(module)) as Module;
const texts = convert ? pages.map(({file}) => readHtml(file)) : [];
const bodies = convertBytes ? pages.map(({file}) => readFileSync(file)) : [];

/** Milliseconds of this thread alone: other programs and helper threads do not count. */
const threadMs = () => {
  const {user, system} = process.threadCpuUsage();
  return (user + system) / 1000;
};

async function run({pages: asked}: Asked): Promise<Converted> {
  const before = process.cpuUsage();
  const results = [];
  for (const index of asked) {
    const started = threadMs();
    let markdown = '';
    let failed: string | null = null;
    try {
      const url = pages[index]?.url ?? '';
      markdown = convert
        ? await convert(texts[index] ?? '', url)
        : (convertBytes?.(bodies[index] ?? Buffer.alloc(0), url) ?? '');
    } catch (error) {
      failed = error instanceof Error ? error.message : String(error);
    }
    results.push({ms: threadMs() - started, markdown, failed});
  }
  const {user, system} = process.cpuUsage(before);
  return {results, cpuMs: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024};
}

process.on('message', (asked: Asked) => {
  void run(asked).then((converted) => process.send?.(converted));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
