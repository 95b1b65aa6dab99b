import * as v from 'valibot';
import {OutputError} from '../errors.ts';

export const manifestPath = '.rules-maker/manifest.json';

const entrySchema = v.object({
  path: v.string(),
  library: v.string(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  rules: v.array(v.string()),
});

/**
 * A file or block that is ours. `sha256` is that of the content as we wrote it, with LF line ends. While a run
 * writes, a path may stand twice, with the old and the new hash: so a crash leaves no file without an owner.
 */
export type ManifestEntry = v.InferOutput<typeof entrySchema>;

/**
 * What the bytes of a manifest say that we own; nothing if there is none.
 *
 * @throws OutputError RM-FS-059 if it cannot be understood, RM-CONF-052 if a newer version wrote it
 */
export function parseManifest(bytes: Uint8Array | null): ManifestEntry[] {
  if (bytes === null) return [];
  const value = parseJson(new TextDecoder().decode(bytes));
  const head = v.safeParse(v.object({schema: v.number()}), value);
  if (head.success && head.output.schema > 1) throw unusable('RM-CONF-052', 'a newer rules-maker wrote it');
  const parsed = v.safeParse(v.object({schema: v.literal(1), files: v.array(entrySchema)}), value);
  if (!parsed.success) throw unusable('RM-FS-059', 'it is damaged');
  return parsed.output.files;
}

/** The manifest as text; the order of the entries does not depend on the order in which they came. */
export function manifestText(entries: readonly ManifestEntry[]): string {
  const key = ({path, library, sha256}: ManifestEntry) => `${path}\n${library}\n${sha256}`;
  const byKey = new Map(entries.map((entry) => [key(entry), entry]));
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1));
  const files = sorted.map(([, {path, library, sha256, rules}]) => ({path, library, sha256, rules}));
  return `${JSON.stringify({schema: 1, files}, null, 2)}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function unusable(code: string, why: string): OutputError {
  const hint =
    code === 'RM-FS-059'
      ? `restore ${manifestPath} from version control, or delete it: edited files are then kept`
      : 'update rules-maker';
  return new OutputError({code, message: `cannot use ${manifestPath}`, why, hint});
}
