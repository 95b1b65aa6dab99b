import type {CrawlDeps} from './contract.ts';
import {readFullText} from './llms-full.ts';
import {isMarkdownFile, type MarkdownSource} from './markdown-form.ts';
import {findVariants} from './markdown-variants.ts';
import type {Site} from './site.ts';
import type {Survey} from './survey.ts';

export function isShell({start}: Pick<Survey<unknown>, 'start'>): boolean {
  return start?.reading.kind === 'page' && start.reading.read.shell?.kind === 'empty';
}

/**
 * Another way to the text of a site whose start page is empty without its scripts: the Markdown of each page, else an
 * llms-full.txt. `null` if the start page can be read, or there is no such way. Where an llms.txt names Markdown files,
 * these are read as pages, and no llms-full.txt is needed.
 */
export async function findFallback<T>(
  survey: Survey<T>,
  site: Site,
  deps: Pick<CrawlDeps<T>, 'read' | 'emit'>,
): Promise<MarkdownSource<T> | null> {
  if (!isShell(survey)) return null;
  const variants = await findVariants(survey, site, deps);
  if (variants) return variants;
  return namesMarkdown(survey) ? null : await readFullText(survey, site, deps);
}

/** How the text of a site that is empty without its scripts is got: not at all (`tried`), or in a way of these. */
export function stateOfText(
  survey: Survey<unknown>,
  fallback: MarkdownSource<unknown> | null,
): 'found' | 'tried' | null {
  if (!isShell(survey)) return null;
  if (fallback) return 'found';
  return namesMarkdown(survey) ? null : 'tried';
}

function namesMarkdown({entries, judge}: Survey<unknown>): boolean {
  return entries.some(({key}) => isMarkdownFile(key) && judge.link(new URL(key)) === null);
}
