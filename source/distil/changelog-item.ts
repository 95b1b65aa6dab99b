import {codesOf, type Masked} from './mask.ts';

/** What an item of a changelog says of an API that goes, went or got another name. Code is masked. */
export type ChangelogItem = {
  readonly subject: string;
  readonly next: string | null;
  readonly state: 'deprecated' | 'removed' | 'renamed';
};

const KINDS =
  '(?:class(?:es)?|(?:function|method|setting|option|argument|parameter|attribute|property|propertie|command|module|decorator|flag|exception|signal|hook|field|macro|constant|event|tag|filter|keyword|header field|package)s?)';
const CODE = '[\\uE000-\\uF8FF]';
const CODES = `${CODE}(?:(?:,|,? and|,? or) ${CODE}){0,5}`;
const GOES =
  /^(?:The )?(?<verb>Deprecate[ds]?|Remove[ds]?)[:,]? (?<subject>.+?)(?:(?:[,;:]| and)? (?:in favou?r of|and replaced (?:it )?with|replaced (?:by|with)|(?:please )?use) (?<next>.+))?$/;
/** Only one name that users write is exchanged for another; anything else tells what the maintainers did. */
const RENAMES = new RegExp(
  `^(?:The )?Rename[ds]? (?<subject>(?:the )?(?:(?:[\\w-]+ )?${KINDS} )?${CODES}(?: (?:[\\w-]+ ){0,3}${KINDS})?(?: (?:of|in|on|for) (?:the )?${CODE}(?: ${KINDS})?)?) to (?<next>.+)$`,
);
const REPLACES = new RegExp(
  `^(?:The )?Replaced (?<subject>(?:the )?(?:(?:[\\w-]+ )?${KINDS} ${CODES}|${CODES} (?:[\\w-]+ ){0,2}${KINDS})(?: (?:of|for) ${CODE})?) (?:with|by) (?<next>(?:(?:the|an?) )?(?:new )?(?:[\\w-]+ )?${CODE}.*)$`,
);
const INSIDE = /\b(?:internals?|private|tests?|stdlib|usages?|calls?)\b/i;
/** Files and names with a leading underscore are nobody's interface. */
const NO_API = /\/|\.(?:h|c|cc|cpp|py|js|ts|java|rs|go|txt|md|rst)$|^_|^test_/;

/** Reads "Removed `a`, use `b`" and "Renamed `a` to `b`"; `null` if the item is no advice for a user. */
export function changelogItem({text, codes}: Masked): ChangelogItem | null {
  const goes = GOES.exec(text)?.groups;
  if (goes?.['verb'] && goes['subject']) {
    const deprecated = goes['verb'].startsWith('Deprecate');
    const {subject, next = null} = goes;
    if (!deprecated && next === null && !/\b(?:deprecated|support for|ability)\b/.test(subject)) return null;
    const named = codesOf(subject, codes);
    if (named.length > 0 && named.every((code) => code.startsWith('_'))) return null;
    return {
      subject: subject.replace(/^(?:the )?(?:previously )?deprecated /i, ''),
      next,
      state: deprecated ? 'deprecated' : 'removed',
    };
  }
  const {subject, next} = (RENAMES.exec(text) ?? REPLACES.exec(text))?.groups ?? {};
  if (subject === undefined || next === undefined) return null;
  if (INSIDE.test(subject) || isNoApi({text: subject, codes})) return null;
  return {subject, next, state: 'renamed'};
}

/** True for a phrase with the name of a file, or with a name that begins with an underscore. */
export function isNoApi({text, codes}: Masked): boolean {
  return codesOf(text, codes).some((code) => NO_API.test(code));
}
