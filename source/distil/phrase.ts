import type {Draft} from './draft.ts';
import {agrees} from './polarity.ts';
import type {Replacement} from './replacement.ts';
import type {Setting} from './setting.ts';
import {compareVersions} from './versions.ts';

/** "Passing `x`", but not "encoding parameter". */
const GERUND = /^[a-z]+ing\b(?! (?:parameter|argument|option|attribute|keyword|setting|method|function)s?\b)/;

/**
 * The instruction an outdated API makes. The template words are closed; everything else is cut from the quote.
 * @param place the version the place states, used if the sentence names none
 */
export function phrase(
  read: Replacement,
  place: string | null,
  setting: Setting,
  quotes: readonly string[],
): Omit<Draft, 'quotes'> {
  const weak = read.state === 'replaceable';
  const version = weak ? null : (read.version ?? place);
  const gone = !weak && read.state !== 'deprecated' && !isFuture(version, setting);
  const since = version === null ? '' : gone ? ` in ${version}` : ` since ${version}`;
  const be = read.plural ? 'they are' : 'it is';
  const was = read.plural ? 'they were' : 'it was';
  const ends = gone || (read.state === 'removed' && isFuture(version, setting));
  const versions = version === null ? null : ends ? {removed: version} : {since: version};
  const kind = weak ? 'prefer' : gone ? 'breaking' : 'deprecation';
  if (read.state === 'import')
    return {
      kind,
      versions,
      directive: `Stop importing ${read.old} from ${read.from}; that import was removed${since}.`,
    };
  if (read.next !== null && !isFlagForSetting(read.old, read.next)) {
    const old = read.old.replace(/^the (?=`[^`]+`$)/, '');
    const use = `Use ${read.next} instead of ${old}.`;
    const replace = `Replace ${old} with ${read.next}.`;
    // "Use it instead." has no "instead of": the other wording is the safer copy.
    const said = quotes.some((quote) => /\binstead\b(?! of)/.test(quote));
    const [first, second] = read.state === 'renamed' || said ? [replace, use] : [use, replace];
    const gerund = GERUND.test(read.old);
    return {kind, versions, directive: gerund ? use : agrees(first, quotes, '') ? first : second};
  }
  const stop = GERUND.test(read.old) ? `Stop ${read.old}` : `Stop using ${read.old}`;
  const why = gone
    ? `${was} removed${since}`
    : isFuture(version, setting) && read.state === 'removed'
      ? `${be} deprecated`
      : `${be} deprecated${since}`;
  return {kind, versions, directive: `${stop}; ${why}.`};
}

/** A setting is not exchanged for a flag of a command that nobody names. */
function isFlagForSetting(old: string, next: string): boolean {
  return /^(?:the )?`[A-Z][A-Z0-9_]+`/.test(old) && /^(?:the )?`--[a-z-]+`$/.test(next);
}

function isFuture(version: string | null, setting: Setting): boolean {
  return (
    version !== null &&
    setting.libraryVersion !== null &&
    compareVersions(version, setting.libraryVersion) > 0
  );
}
