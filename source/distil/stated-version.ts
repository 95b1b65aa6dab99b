import type {Block, Section} from '../extract/page.ts';

/** Badges stand at the head of a section. */
const HEAD_BLOCKS = 12;
const VERSION = String.raw`v?(\d{1,4}(?:\.\d{1,4}){0,3})`;
const SINCE = new RegExp(
  `deprecated (?:since|in):?(?: version)?:? ${VERSION}|@Deprecated\\([^)]{0,60}?since ?= ?"${VERSION}"`,
  'i',
);
const REMOVED = new RegExp(`removed (?:since|in):?(?: version)?:? ${VERSION}`, 'i');

/**
 * The version since which the API of a section is deprecated or gone, as a badge, an annotation or a table of its history
 * states it; `null` if nothing does.
 */
export function statedVersion(section: Section, gone: boolean): string | null {
  for (const block of section.blocks.slice(0, HEAD_BLOCKS)) {
    const version = gone
      ? (read(block, REMOVED) ?? inHistory(block, /\bend-of-life\b|\bremoved\b/i))
      : (read(block, SINCE) ?? inHistory(block, /\bdeprecat/i));
    if (version !== null) return version;
  }
  return null;
}

function read(block: Block, pattern: RegExp): string | null {
  if (block.type === 'admonition')
    return block.blocks[0] === undefined ? null : read(block.blocks[0], pattern);
  const text = block.type === 'paragraph' ? block.text : block.type === 'code' ? block.code : null;
  if (text === null || text.length > 300) return null;
  const match = pattern.exec(text);
  return match?.[1] ?? match?.[2] ?? null;
}

/** "v12.0.0 | End-of-Life": the oldest row that says so. */
function inHistory(block: Block, pattern: RegExp): string | null {
  if (block.type !== 'table') return null;
  const row = block.rows.findLast(
    ([version, ...notes]) =>
      /^v?\d+\.\d/.test(version?.text.trim() ?? '') && notes.some((note) => pattern.test(note.text)),
  );
  return /\d+(?:\.\d+){1,3}/.exec(row?.[0]?.text ?? '')?.[0] ?? null;
}
