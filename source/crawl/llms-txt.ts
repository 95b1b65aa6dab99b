import {foldersUp, type Prober} from './probe.ts';

/** A page that an llms.txt names, in the order of the file. */
export type LlmsEntry = {
  readonly url: string;
  readonly text: string;
  /** It stands under `## Optional`: read last. */
  readonly optional: boolean;
  readonly file: string;
};

/** How many folders are asked, deepest first; the root always is. */
const maxFolders = 4;

const maxBytes = 5_000_000;
const maxEntries = 10_000;

/**
 * The pages of the first llms.txt from the folder of the start page up to the root. It is one only if it is no HTML
 * and has an H1 (llmstxt.org).
 */
export async function readLlmsTxt(folder: URL, prober: Prober): Promise<LlmsEntry[]> {
  for (const path of llmsFolders(folder.pathname)) {
    const probed = await prober.get(new URL(`${path}llms.txt`, folder).href);
    if (probed === null || probed.isHtml || probed.body.length > maxBytes) continue;
    const entries = parseLlmsTxt(new TextDecoder().decode(probed.body), probed.url);
    if (entries !== null) return entries;
  }
  return [];
}

/** Where a file for language models may lie, deepest first. */
export function llmsFolders(path: string): string[] {
  return [...new Set([...foldersUp(path).slice(0, maxFolders - 1), '/'])];
}

/** The links of an llms.txt, resolved against it; `null` if it has no H1. */
function parseLlmsTxt(text: string, file: string): LlmsEntry[] | null {
  const entries: LlmsEntry[] = [];
  let titled = false;
  let optional = false;
  for (const raw of text.split('\n')) {
    const line = raw.slice(0, 4000);
    const heading = /^(#{1,6})\s{1,9}(\S.{0,200})/.exec(line);
    if (heading) {
      titled ||= heading[1] === '#';
      optional = heading[1] === '#' ? false : heading[1] === '##' ? isOptional(heading[2] ?? '') : optional;
      continue;
    }
    const link = /^\s{0,12}[-*+]\s{1,9}\[([^\]]{1,500})\]\(\s{0,9}<?([^)\s>]{1,2048})/.exec(line);
    const url = link ? URL.parse(link[2] ?? '', file) : null;
    if (link && url && entries.length < maxEntries)
      entries.push({url: url.href, text: link[1] ?? '', optional, file});
  }
  return titled ? entries : null;
}

function isOptional(heading: string): boolean {
  return /^optional\s{0,9}:?$/i.test(heading.trim());
}
