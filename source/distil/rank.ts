import {identifiersIn} from './identifiers.ts';
import type {Candidate} from './rule.ts';
import type {SymbolTable} from './symbols.ts';
import {partsOf} from './versions.ts';
import {weights} from './weights.ts';

/**
 * The unscaled worth of a rule, above 0; comparable within one site only.
 * @param release the version of the notes the rule stands in, or `null`
 */
export function worth(
  candidate: Candidate,
  release: string | null,
  libraryVersion: string | null,
  symbols: SymbolTable,
): number {
  return (
    weights.prior[candidate.kind] *
    novelty(candidate.versions?.removed ?? candidate.versions?.since ?? release, libraryVersion) *
    centrality(candidate, symbols) *
    support(candidate) *
    (candidate.do === null ? 1 : weights.example) *
    alternative(candidate) *
    brevity(candidate)
  );
}

/** New, changed or deprecated lately: what a model that learned earlier cannot know. What left long ago nobody writes. */
function novelty(version: string | null, libraryVersion: string | null): number {
  const {novelty, age} = weights;
  if (version === null || libraryVersion === null) return novelty.none;
  const [major = 0, minor = 0] = partsOf(version);
  const [currentMajor = 0, currentMinor = 0] = partsOf(libraryVersion);
  const majors = currentMajor - major;
  if (currentMajor >= age.yearlyMajors) {
    if (majors <= 0) return novelty.current;
    return majors <= age.newMajors
      ? novelty.previousMajor
      : majors <= age.agedMajors
        ? novelty.aged
        : novelty.old;
  }
  const minors = currentMinor - minor;
  if (majors < 0 || (majors === 0 && minors <= age.newMinors)) return novelty.current;
  if (majors === 0)
    return minors <= age.recentMinors
      ? novelty.recent
      : minors <= age.agedMinors
        ? novelty.aged
        : novelty.old;
  if (majors === 1 && currentMinor <= age.recentMinors) return novelty.previousMajor;
  return majors <= age.agedMajors ? novelty.old : novelty.ancient;
}

/** How many pages speak of what the rule is about. */
function centrality(candidate: Candidate, symbols: SymbolTable): number {
  const {low, high, fullAt} = weights.centrality;
  const pages = Math.max(1, ...candidate.identifiers.slice(0, 3).map((name) => symbols.count(name)));
  return low + (high - low) * Math.min(1, Math.log(pages) / Math.log(fullAt));
}

function support(candidate: Candidate): number {
  const pages = new Set(candidate.evidence.map((proof) => proof.url)).size;
  return Math.min(weights.evidence.max, 1 + weights.evidence.perPage * (pages - 1));
}

function alternative(candidate: Candidate): number {
  const prose = candidate.directive.replace(/`[^`]*`/g, 'x');
  if (
    /^(?:Use|Prefer|Call|Replace|Import)\b.*\b(?:instead of|rather than|over|with)\b/.test(prose) &&
    identifiersIn(candidate.directive).length >= 2
  )
    return weights.alternative;
  return /^(?:Stop|Do not|Never|Avoid)\b/.test(prose) &&
    candidate.do === null &&
    !/[;,] (?:use|call|pass|set)\b|\binstead\b/.test(prose)
    ? weights.bare
    : 1;
}

function brevity(candidate: Candidate): number {
  const {freeCharacters, lossPerHundred, min} = weights.length;
  const length =
    candidate.directive.length + (candidate.condition?.length ?? 0) + (candidate.do?.code.length ?? 0) / 2;
  return Math.max(min, 1 - (lossPerHundred * Math.max(0, length - freeCharacters)) / 100);
}
