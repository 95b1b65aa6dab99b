import type {Block, Section} from '../extract/page.ts';
import {candidateOf} from './draft.ts';
import {bareName, identifiersIn, isTelling, lastPart} from './identifiers.ts';
import type {Candidate} from './rule.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';
import type {Unit} from './units.ts';
import {partsOf} from './versions.ts';

const SAME =
  /^(?:(?:This|It) (?:function|method|class)?\s?is |Returns |Behaves |Roughly |This is )?(?:(?:the same|[Ee]quivalent) (?:as|to)(?: calling| writing)?|(?:an? )?[Ss]hort(?:cut|hand) for(?: calling)?):? `([^`]{3,60})`(?:[.,;]|$)/;
const SAME_CODE = /^(?:(?:This|It) is |Roughly )?[Ee]quivalent (?:to|code):?$/;
const INSTEAD =
  /^See (?:also )?`([^`]{3,60})` for an? (?:function|method|class|way|version|variant) (?:that|which) (?:will |can |does )?((?:\w+ly )?[a-z]+) (.{8,140})$/;

/** Newer APIs that say which older code they stand for, and references to the API for another need. */
export function* mineEquivalents(unit: Unit, setting: Setting): Iterable<Candidate> {
  const {subject, section} = setting;
  if (subject === null || !(section.signature || identifiersIn(section.heading).length === 1)) return;
  for (const sentence of splitSentences(unit.text)) {
    const other = INSTEAD.exec(sentence.replace(/[.:]$/, ''));
    if (other?.[1] && other[2] && other[3] && !sentence.includes(`\`${subject}\``)) {
      const verb = other[2].replace(/(?<=[^aeious])s$/, '');
      if (lastPart(bareName(other[1])) === lastPart(bareName(subject)) || /[;:()]/.test(other[3])) continue;
      yield candidateOf(
        {
          kind: 'pitfall',
          directive: `Use \`${other[1]}\` instead of \`${subject}\` to ${verb} ${other[3]}.`,
          quotes: [sentence],
        },
        setting,
      );
    }
    const since = addedIn(section, setting.libraryVersion);
    if (since === null || unit.kind !== 'paragraph') continue;
    const written = SAME_CODE.test(sentence) ? expressionOf(unit) : null;
    const old = SAME.exec(sentence)?.[1] ?? written;
    if (old === null || old === undefined || bareName(old) === subject || !/[.(]/.test(old)) continue;
    if (lastPart(bareName(old)) === lastPart(subject) || !isTelling(subject) || !isHeading(subject, section))
      continue;
    yield candidateOf(
      {
        kind: 'prefer',
        directive: `Use \`${subject}\` instead of \`${old}\`.`,
        versions: {since},
        quotes: written === null ? [sentence] : [sentence, written],
        apart: true,
      },
      setting,
    );
  }
}

/** A C signature begins with its type, a special method is not called. */
function isHeading(subject: string, section: Section): boolean {
  const last = lastPart(subject);
  return (
    !last.startsWith('__') &&
    new RegExp(`(?:^|[^\\w$])${last.replace(/\W/g, '\\$&')}(?: ?\\(|$|\\s*[:=\u00B6])`).test(
      section.heading.replace(/`/g, ''),
    )
  );
}

/** The one expression of a short block: `return bin(n).count("1")` gives `bin(n).count("1")`. */
function expressionOf({code}: Unit): string | null {
  const lines = code?.code.trim().split('\n') ?? [];
  const last =
    lines
      .at(-1)
      ?.trim()
      .replace(/^return\s+/, '')
      .replace(/;$/, '') ?? '';
  return lines.length <= 2 && last.length >= 12 && last.length <= 60 && !/[`=]|^\W/.test(last) ? last : null;
}

/** The version that brought the API of the section, if it is of this major version or the one before. */
function addedIn(section: Section, current: string | null): string | null {
  const version = section.blocks.map(addition).find((found) => found !== null) ?? null;
  if (version === null || current === null) return null;
  return (partsOf(version)[0] ?? 0) >= (partsOf(current)[0] ?? 0) - 1 ? version : null;
}

function addition(block: Block): string | null {
  if (block.type === 'admonition' && block.kind === 'versionadded')
    return (
      /\d+(?:\.\d+){1,2}/.exec(
        [block.title ?? '', ...block.blocks.map((inner) => ('text' in inner ? inner.text : ''))].join(' '),
      )?.[0] ?? null
    );
  return block.type === 'paragraph'
    ? (/^(?:Added|New) in:? v?(\d+(?:\.\d+){1,2})/.exec(block.text)?.[1] ?? null)
    : null;
}
