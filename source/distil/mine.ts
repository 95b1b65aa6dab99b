import type {Page, Section} from '../extract/page.ts';
import {identifiersIn} from './identifiers.ts';
import {mineChanges} from './mine-changes.ts';
import {mineDeprecations} from './mine-deprecations.ts';
import {mineEquivalents} from './mine-equivalents.ts';
import {joinPairs} from './mine-pairs.ts';
import {mineSentences} from './mine-sentences.ts';
import {mineTables} from './mine-tables.ts';
import type {Candidate} from './rule.ts';
import {isForeignMatter, isQuietSection, type MineContext, type Setting, settingOf} from './setting.ts';
import {type Unit, unitsOf} from './units.ts';

export type Mined = {readonly candidate: Candidate; readonly section: Section};

/** Candidates of one page, in page order. Nothing here is verified yet. */
export function* mine(page: Page, context: MineContext): Iterable<Mined> {
  if (isForeignMatter(page)) return;
  for (const section of page.sections) {
    if (isQuietSection(section)) continue;
    const place = settingOf(page, section, context);
    for (const candidate of joinPairs([...mineSection(section, place)], section, place))
      yield {candidate, section};
  }
}

function* mineSection(section: Section, place: Setting): Iterable<Candidate> {
  for (const unit of listed(unitsOf(section), place.page, section)) {
    const setting = within(place, unit);
    const named = unit.term === null ? owned(setting) : setting;
    const gone = [...mineDeprecations(unit, named)];
    const found = gone.length > 0 ? gone : [...mineChanges(unit, named)];
    yield* found;
    const told = new Set(found.flatMap((candidate) => candidate.evidence.map((evidence) => evidence.quote)));
    yield* mineEquivalents(unit, setting);
    yield* mineSentences(unit, setting, told);
  }
  yield* mineTables(section, place);
}

/** In a definition list "this option" is the term, not what the section is about. */
function within(setting: Setting, unit: Unit): Setting {
  return unit.term === null ? setting : {...setting, subject: nameOf(unit.term)};
}

/** A method under "Class Pool" goes away as `Pool.close`, not as any `close`. */
function owned(setting: Setting): Setting {
  const {subject, section} = setting;
  if (subject === null || /[.:]/.test(subject)) return setting;
  const owner = section.path.findLast((heading) => OWNER.test(heading));
  const name = OWNER.exec(owner ?? '')?.[1];
  return name === undefined || name.endsWith(`.${subject}`) || name === subject
    ? setting
    : {...setting, subject: `${name}.${subject}`};
}

const OWNER =
  /^(?:(?:abstract|final|public|sealed) ){0,3}(?:class|interface|enum|record|struct|trait|exception|annotation type) ([A-Za-z_][\w.$:]{1,60})/i;

/** "close() - Method in class acme.Pool" is `acme.Pool.close`; a term of several names is about none of them. */
function nameOf(term: string): string | null {
  const code = /^`([^`]{2,80})`$/.exec(term)?.[1];
  if (code !== undefined && alone(code) !== null) return code;
  const member = /^(?:Member|Global|Class|Struct|Typedef|Namespace|Module) ([\w.:~]{3,100})(?: ?\(.*)?$/.exec(
    term,
  )?.[1];
  if (member !== undefined) return member;
  const [head = term, kind = ''] = term.split(/ (?:-|\u2013|\u2014) /, 2);
  const owner = /\b(?:class|interface|enum|record|struct|trait|module) ([\w.$:]{1,100})/.exec(kind)?.[1];
  const plain = owner === undefined ? head : head.replace(/\(.*$/s, '');
  if (owner?.endsWith(`.${plain}`)) return head.length <= 60 ? `${owner}${head.slice(plain.length)}` : null;
  const names = identifiersIn(plain);
  const [name] =
    names.length === 0 && owner !== undefined && /^[A-Za-z_]\w{1,60}$/.test(plain) ? [plain] : names;
  if (names.length > 1 || name === undefined) return null;
  return owner === undefined || /[.:]/.test(name) ? name : `${owner}.${name}`;
}

const DEPRECATED_LIST = /^deprecated (?:list|apis?|members?|features?)\b/i;

/** In a list of deprecated names a name stands alone before what is said of it. */
function listed(units: readonly Unit[], page: Page, section: Section): readonly Unit[] {
  if (!/\bdeprecated|\bobsolete|\bremoved/i.test([page.title, section.heading, ...section.path].join(' ')))
    return units;
  return units.map((unit, index) => {
    if (unit.admonition === null && unit.term !== null && DEPRECATED_LIST.test(page.title))
      return {...unit, admonition: 'deprecated' as const};
    const name = alone(units[index - 1]?.text);
    return name === null || unit.admonition !== null || unit.term !== null || alone(unit.text) !== null
      ? unit
      : {...unit, admonition: 'deprecated' as const, term: `\`${name}\``};
  });
}

/** A text that is one dotted name, with its short arguments if it has any. */
function alone(text: string | undefined): string | null {
  const match = /^`?([A-Za-z_][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)+)(\([^()]{0,200}\))?`?$/.exec(text ?? '');
  if (match?.[1] === undefined) return null;
  return (match[2] ?? '').length > 40 ? match[1] : `${match[1]}${match[2] ?? ''}`;
}
