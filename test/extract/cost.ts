import {extract} from '../../source/extract/extract.ts';
import {pageToMarkdown} from '../../source/extract/markdown.ts';

const encoder = new TextEncoder();

/** Processor time in microseconds of what `run` does, the median of some runs: a busy machine stretches the clock, not this. */
export function cost(run: () => unknown, runs = 3): number {
  const times: number[] = [];
  for (let index = 0; index < runs; index++) {
    const start = process.cpuUsage();
    run();
    const {user, system} = process.cpuUsage(start);
    times.push(user + system);
  }
  return times.sort((one, other) => one - other)[Math.floor(runs / 2)] ?? 0;
}

/** Extracts markup and writes its Markdown, as a run does. */
export function convert(html: string): {
  readonly markdown: string;
  readonly removed: Readonly<Record<string, number>>;
} {
  const {page} = extract({
    url: 'https://docs.acme.test/a',
    body: encoder.encode(html),
    contentType: 'text/html',
  });
  return {markdown: pageToMarkdown(page), removed: page.removed};
}
