import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startChild} from './convert-child.ts';
import type {Converter} from './converters.ts';
import type {BenchPage} from './extract-pages.ts';

/** What one converter made of the pages, by their number; pages over its limit are missing. */
export type Run = {
  readonly converter: Converter;
  readonly markdown: ReadonlyMap<number, string>;
  readonly failed: ReadonlyMap<number, string>;
  /** Thread time a page, by pass. */
  readonly ms: readonly ReadonlyMap<number, number>[];
  /** Process time a site, by pass. */
  readonly cpuMs: readonly ReadonlyMap<string, number>[];
  readonly peakBytes: number;
};

const passes = [0, 1];

/** Every converter in its own process, both passes site by site in turn, so that a busy minute hits all alike. */
export async function runConverters(
  converters: readonly Converter[],
  pages: readonly BenchPage[],
): Promise<Run[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rules-maker-bench-'));
  const list = join(folder, 'pages.json');
  writeFileSync(list, JSON.stringify(pages));
  const sites = [...new Set(pages.map(({site}) => site))];
  const entries = await Promise.all(
    converters.map(async (converter) => ({
      run: emptyRun(converter),
      child: await startChild(converter, list),
    })),
  );
  for (const pass of passes) {
    for (const site of sites) {
      for (const {run, child} of entries) {
        const asked = pages.flatMap((page, index) =>
          page.site === site && page.bytes <= run.converter.maxBytes ? [index] : [],
        );
        const {results, cpuMs, peakBytes} = await child.convert(asked);
        run.cpuMs[pass]?.set(site, cpuMs);
        run.peakBytes = peakBytes;
        for (const [at, index] of asked.entries()) {
          const result = results[at];
          run.ms[pass]?.set(index, result?.ms ?? Number.NaN);
          if (pass === 0) run.markdown.set(index, result?.markdown ?? '');
          if (result?.failed) run.failed.set(index, result.failed);
        }
      }
    }
  }
  for (const {child} of entries) child.end();
  rmSync(folder, {recursive: true});
  return entries.map(({run}) => run);
}

function emptyRun(converter: Converter) {
  return {
    converter,
    markdown: new Map<number, string>(),
    failed: new Map<number, string>(),
    ms: passes.map(() => new Map<number, number>()),
    cpuMs: passes.map(() => new Map<string, number>()),
    peakBytes: 0,
  };
}
