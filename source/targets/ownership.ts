import type {Place} from './decision.ts';
import {hashOf} from './managed-block.ts';
import type {ManifestEntry} from './manifest.ts';
import type {PlannedFile} from './planned-file.ts';

/** What the manifest says of a file once it is written as planned. */
export function entryOf(place: Place, {path, content, rules}: PlannedFile): ManifestEntry {
  return {path, library: place.library, sha256: hashOf(content), rules: [...rules]};
}

/** True if a text is what this library wrote to the path. */
export function isOwned({owned, library}: Place, path: string, text: string): boolean {
  const sha256 = hashOf(text);
  return owned.some((entry) => entry.path === path && entry.library === library && entry.sha256 === sha256);
}

/** What the manifest says of a path for this library; two entries after a run that died. */
export function entriesFor({owned, library}: Place, path: string): ManifestEntry[] {
  return owned.filter((entry) => entry.path === path && entry.library === library);
}
