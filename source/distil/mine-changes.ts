import {lowerFirst} from './clause.ts';
import {candidateOf} from './draft.ts';
import {isTelling} from './identifiers.ts';
import {hasCode, mask, unmask} from './mask.ts';
import {GOES_ON} from './modal-clauses.ts';
import type {Candidate, RuleKind} from './rule.ts';
import {splitSentences} from './sentences.ts';
import type {Setting} from './setting.ts';
import type {Unit} from './units.ts';
import {fromGerund} from './verbs.ts';
import {partsOf} from './versions.ts';

/** What an addition changes is news for this many minor versions. */
const NEWS = 1;
/** Older changes are in every version that is still in use. */
const RECENT = 4;
const PREFIX = /^(?:Changed|New|Added|Removed) in version (\d[\w.]*?)[.:]?\s+/;

/** What a change note tells to do, about the thing whose note it is. */
type Told = {readonly kind: RuleKind; readonly directive: string; readonly gone?: true};

/** "Changed in version 3.2" notes with a consequence: parameters that came or went, defaults, errors, what ended. */
export function* mineChanges(unit: Unit, setting: Setting): Iterable<Candidate> {
  if (unit.admonition !== 'versionchanged' && unit.admonition !== 'versionremoved') return;
  const version = PREFIX.exec(unit.text)?.[1] ?? /\b(\d+(?:\.\d+){1,2})\b/.exec(unit.title ?? '')?.[1];
  if (version === undefined || setting.subject === null || !isTelling(setting.subject)) return;
  const [first = '', ...others] = splitSentences(unit.text);
  for (const sentence of [first.replace(PREFIX, ''), ...others]) {
    const masked = mask(sentence.replace(/[.:;\s]+$/, ''));
    if (masked === null || masked.text.length > 220) continue;
    const told = toldBy(masked.text, version, {
      name: `\`${setting.subject}\``,
      callable: setting.callable,
      news: isWithin(NEWS, version, setting.libraryVersion),
    });
    if (told === null) continue;
    const news = isWithin(NEWS, version, setting.libraryVersion);
    const recent = isWithin(RECENT, version, setting.libraryVersion);
    yield candidateOf(
      {
        kind: told.kind === 'breaking' && !(told.gone ? recent : news) ? 'pitfall' : told.kind,
        directive: unmask(told.directive, masked.codes),
        versions: recent ? (told.gone ? {removed: version} : {since: version}) : null,
        quotes: [sentence],
      },
      setting,
    );
  }
}

type Owner = {readonly name: string; readonly callable: boolean; readonly news: boolean};

const CODES = '(?<codes>[\\uE000-\\uF8FF](?:(?:, | and |, and | or )[\\uE000-\\uF8FF]){0,5})';
const PART =
  '(?: (?:new |optional |keyword-only |keyword |positional |required )*(?:parameters?|arguments?|options?|keywords?))';
const ADDED = new RegExp(
  `^(?:(?:The |New )?${CODES}${PART}? (?:was|were|has been|have been) added|Added (?:the |an? )?(?:new |optional |keyword-only )*${CODES.replace('codes', 'also')}${PART})$`,
);
const REMOVED = new RegExp(
  `^(?:(?:The )?${CODES}${PART} (?:was|were|has been|have been) removed|Removed (?:the )?${CODES.replace('codes', 'also')}${PART})$`,
);
const KEYWORD = new RegExp(
  `^(?:The )?${CODES}${PART}? (?:is|are) (?:now )?(?:an? )?keyword-only(?:${PART})?$`,
);
const RAISES =
  /^(?:(?:[Ii]t|This function|This method|The (?:function|method)) )?(?:will )?(?:[Nn]ow )?(?<verb>[Rr]aises?|[Tt]hrows?|[Rr]eturns?) (?<rest>(?:an? )?(?:[\uE000-\uF8FF]|TypeError|ValueError)(?: exception| error)?(?: (?:if|when|instead of|for|on|rather than) .{2,120})?)$/;
const DEFAULT =
  /^(?:(?:The|Its) )?default (?:value )?(?:(?:of|for) (?:the )?(?<what>[\uE000-\uF8FF])(?: parameter| argument| setting| option)? )?(?:was |has been |is )?changed from (?<old>[\uE000-\uF8FF"'\w.-]{1,30}) to (?<next>[\uE000-\uF8FF"'\w.-]{1,30})$/;
const OLDER =
  /^In (?:older|earlier|previous) versions,? the default (?:value )?(?:is|was) (?<old>[\uE000-\uF8FF])$/;
const ENDED =
  /^(?<what>[^,;:()]{3,80}?) (?<be>is|are) no longer (?<state>supported|accepted|allowed|available|tolerated|permitted|valid|ignored|recognized|included)(?<rest> (?:as|in|for|by|on|when|if|with) [^,;:()]{2,80})?$/;

function toldBy(text: string, version: string, owner: Owner): Told | null {
  const added = ADDED.exec(text)?.groups;
  const came = added?.['codes'] ?? added?.['also'];
  if (came !== undefined) {
    if (!owner.callable || !owner.news) return null;
    return {
      kind: 'howto',
      directive: `Pass ${came} to ${owner.name} only in ${version} or later; ${it(came)} added in ${version}.`,
    };
  }
  const removed = REMOVED.exec(text)?.groups;
  const went = removed?.['codes'] ?? removed?.['also'];
  if (went !== undefined)
    return owner.callable
      ? {
          kind: 'breaking',
          gone: true,
          directive: `Stop passing ${went} to ${owner.name}; ${it(went)} removed in ${version}.`,
        }
      : null;
  const keyword = KEYWORD.exec(text)?.groups?.['codes'];
  if (keyword !== undefined)
    return owner.callable
      ? {
          kind: 'breaking',
          directive: `Pass ${keyword} to ${owner.name} by keyword; ${keyword.length > 1 ? 'they are' : 'it is'} keyword-only since ${version}.`,
        }
      : null;
  return behaviour(text, version, owner);
}

function behaviour(text: string, version: string, owner: Owner): Told | null {
  const raises = RAISES.exec(text)?.groups;
  if (raises?.['verb'] && raises['rest'])
    return owner.callable &&
      !GOES_ON.test(raises['rest']) &&
      !/\b(?:it|they|this|previous\w*|[Tt]he same)\b/.test(raises['rest'])
      ? {
          kind: 'breaking',
          directive: `Expect ${owner.name} to ${raises['verb'].toLowerCase().replace(/s$/, '')} ${raises['rest']}; it does so since ${version}.`,
        }
      : null;
  const moved = DEFAULT.exec(text)?.groups;
  if (moved?.['old'] && moved['next']) {
    const what = moved['what'] === undefined ? owner.name : `${moved['what']} in ${owner.name}`;
    return {
      kind: 'breaking',
      directive: `Do not rely on ${moved['old']} as the default of ${what}; it is ${moved['next']} since ${version}.`,
    };
  }
  const older = OLDER.exec(text)?.groups?.['old'];
  if (older !== undefined)
    return {
      kind: 'breaking',
      directive: `Do not rely on ${older} as the default of ${owner.name}; it changed in ${version}.`,
    };
  const ended = ENDED.exec(text)?.groups;
  if (
    ended?.['what'] === undefined ||
    ended['state'] === undefined ||
    /^(?:it|this|that|they|these|there)\b/i.test(ended['what'])
  )
    return null;
  const what = lowerFirst(ended['what']);
  const whose = what.includes(owner.name) || hasCode(what) ? '' : ` in ${owner.name}`;
  return {
    kind: 'breaking',
    directive: `Stop ${fromGerund(what.split(' ')[0] ?? '') === null ? 'using ' : ''}${what}${whose}${ended['rest'] ?? ''}; ${ended['be'] === 'are' ? 'they are' : 'it is'} no longer ${ended['state']} since ${version}.`,
  };
}

function it(codes: string): string {
  return codes.length > 1 ? 'they were' : 'it was';
}

/** True for the current minor version and `count` before it, of the same major version. */
function isWithin(count: number, version: string, current: string | null): boolean {
  if (current === null) return false;
  const [major = 0, minor = 0] = partsOf(version);
  const [nowMajor = 0, nowMinor = 0] = partsOf(current);
  return major > nowMajor || (major === nowMajor && minor >= nowMinor - count);
}
