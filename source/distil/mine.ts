import type {Page, Section} from '../extract/page.ts';
import {identifiersIn} from './identifiers.ts';
import {mineDeprecations} from './mine-deprecations.ts';
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
    for (const unit of unitsOf(section)) {
      const setting = within(place, unit);
      const found = [...mineDeprecations(unit, setting)];
      for (const candidate of found) yield {candidate, section};
      const told = new Set(
        found.flatMap((candidate) => candidate.evidence.map((evidence) => evidence.quote)),
      );
      for (const candidate of mineSentences(unit, setting, told)) yield {candidate, section};
    }
    for (const candidate of mineTables(section, place)) yield {candidate, section};
  }
}

/** In a definition list "this option" is the term, not what the section is about. */
function within(setting: Setting, unit: Unit): Setting {
  if (unit.term === null) return setting;
  const names = identifiersIn(unit.term);
  return {...setting, subject: names.length === 1 && names[0] !== undefined ? names[0] : null};
}
