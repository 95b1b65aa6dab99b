import {constants, deflateRawSync, inflateRawSync} from 'node:zlib';

/** The JSON of a page: text, or its bytes packed where text would be long. */
export type PackedJson = string | Uint8Array;

/**
 * A page as it is kept: JSON that whoever only hands it on need not parse, and the little that is told of it at once.
 */
export class KeptPage<About = unknown> {
  /** JSON-safe and small. */
  readonly about: About;
  readonly json: PackedJson;

  constructor(about: About, json: PackedJson) {
    this.about = about;
    this.json = json;
  }
}

/** Longer JSON is packed: writing 5 MB into a database holds the event loop for 70 ms, packed for 5. In characters. */
const longJson = 250_000;

/** What is kept of a page; packs at about 100 MB a second, so large pages are for a thread. */
export function packJson(page: unknown): PackedJson {
  const text = JSON.stringify(page);
  if (text.length <= longJson) return text;
  // A copy of its own: what is small enough comes from a pool, which cannot go to another thread.
  return new Uint8Array(deflateRawSync(text, {level: constants.Z_BEST_SPEED}));
}

/** The page, from what was kept of it. */
export function unpackJson<T>(packed: unknown): T {
  const text = packed instanceof Uint8Array ? inflateRawSync(packed).toString('utf8') : String(packed);
  return JSON.parse(text) as T;
}

/** What a store keeps of a page, however it comes. */
export function keptJson(page: unknown): PackedJson {
  return page instanceof KeptPage ? page.json : JSON.stringify(page);
}
