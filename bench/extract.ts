import {builtSites} from './built-sites.ts';
import {converters, ours, plain} from './converters.ts';
import {loadParser} from './extract-dom.ts';
import {readOutput} from './extract-output.ts';
import {type BenchPage, pickPages} from './extract-pages.ts';
import {references} from './extract-references.ts';
import {qualityTable} from './extract-report.ts';
import {type Run, runConverters} from './extract-runs.ts';
import {scorePage} from './extract-score.ts';
import {speedTable} from './extract-speed.ts';
import {summarise} from './extract-summary.ts';
import type {PageTruth} from './extract-truth.ts';
import {type ScoredPage, worstPages} from './extract-verbose.ts';
import {installPackages, peers} from './install.ts';
import {type BenchOptions, sitesFolder} from './options.ts';

const heldOut = new Set(references.filter((reference) => reference.heldOut).map(({site}) => site));

/**
 * Quality and speed of the extraction on real documentation, beside the converters that one would take otherwise.
 *
 * @throws BenchUsageError if the folder of sites is not given or lacks a site.
 */
export async function benchExtract(options: BenchOptions): Promise<string> {
  const folder = sitesFolder(options);
  installPackages(peers);
  const picked = pickPages([folder, builtSites()], await loadParser());
  const pages = picked.map(({page}) => page);
  const chosen = converters.filter(({name}) => !options.onlyOurs || name === ours.name);
  const runs = await runConverters(chosen, pages);
  const scored = runs.map((run) => scoreAll(run, picked));
  const own = scored[runs.findIndex(({converter}) => converter === ours)] ?? [];
  if (options.verbose !== null) {
    const failures = limits(runs, pages);
    return `${failures}\n${worstPages(own.filter(({page}) => page.site === options.verbose))}\n`;
  }
  const megabytes = pages.reduce((total, {bytes}) => total + bytes, 0) / 1e6;
  const parts = [
    `extraction: ${pages.length} pages of ${references.length} sites, ${megabytes.toFixed(1)} MB; per cent of the reference`,
    qualityTable(
      'converter',
      runs.map(({converter: {name}}, at) => [name, scoresOf(scored[at] ?? [])]),
    ),
    limits(runs, pages),
    qualityTable(
      'rules-maker by site',
      bySite(own, (site) => !heldOut.has(site)),
    ),
    qualityTable(
      'held-out sites',
      bySite(own, (site) => heldOut.has(site)),
    ),
    speedTable(
      runs,
      runs.find(({converter}) => converter === plain),
      pages,
    ),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function scoreAll(run: Run, picked: readonly {page: BenchPage; truth: PageTruth}[]): ScoredPage[] {
  return picked.flatMap(({page, truth}, index) => {
    const markdown = run.markdown.get(index);
    return markdown === undefined ? [] : [{page, ...scorePage(truth, readOutput(markdown), page.url)}];
  });
}

function scoresOf(scored: readonly ScoredPage[]) {
  return summarise(scored.map(({score}) => score));
}

function bySite(scored: readonly ScoredPage[], isShown: (site: string) => boolean) {
  const sites = [...new Set(scored.map(({page}) => page.site))].filter(isShown);
  const rows = sites.map((site) => [site, scoresOf(scored.filter(({page}) => page.site === site))] as const);
  return [...rows, ['all of them', scoresOf(scored.filter(({page}) => isShown(page.site)))] as const];
}

/** Which pages a converter was not given, and which it failed on. */
function limits(runs: readonly Run[], pages: readonly BenchPage[]): string {
  return runs
    .flatMap(({converter: {name, maxBytes}, markdown, failed}) => [
      ...(markdown.size < pages.length
        ? [
            `${name}: without ${pages.length - markdown.size} pages over ${maxBytes / 1000} KB, which take it minutes`,
          ]
        : []),
      ...(failed.size > 0 ? [`${name}: failed on ${failed.size} pages (${[...failed.values()][0]})`] : []),
    ])
    .join('\n');
}
