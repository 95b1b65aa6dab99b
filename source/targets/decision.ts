import type {FileAction} from '../events/catalogue.ts';
import type {ManifestEntry} from './manifest.ts';

/** Where files are written, for whom, and what is known of what is there. */
export type Place = {
  readonly root: string;
  /** Slug of the library whose files are written. */
  readonly library: string;
  readonly force: boolean;
  /** What the manifest says, of every library. */
  readonly owned: readonly ManifestEntry[];
};

/** One change of one file; `data` null = delete. `expected` is what was there when it was decided. */
export type Change = {
  readonly path: string;
  readonly expected: Uint8Array | null;
  readonly data: Uint8Array | null;
};

/** What is to become of a file. Nothing has been changed yet. */
export type Decision = {
  readonly action: FileAction;
  /** In this order; a backup comes first. */
  readonly changes: readonly Change[];
  /** What the manifest says of it afterwards. */
  readonly entries: readonly ManifestEntry[];
  /** Size of the file afterwards. */
  readonly bytes: number;
  /** For `kept`: where ours lies, and why. */
  readonly kept: {readonly beside: string; readonly why: KeptReason} | null;
};

export type KeptReason = 'not-ours' | 'edited' | 'broken-markers' | 'not-utf-8';
