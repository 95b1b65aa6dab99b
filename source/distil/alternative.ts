import {lowerFirst} from './clause.ts';
import {identifiersIn} from './identifiers.ts';
import type {Rewritten} from './rewrite.ts';
import {rewrite} from './rewrite.ts';

const FORBIDS = /^(?:Do not|Never|Avoid|Stop|Treat)\b/;
/** A sentence that says what to do in place of what the one before forbids. */
const INSTEAD =
  /^(?:Instead|Rather),?\s|\binstead(?! of)\b|^(?:Prefer|(?:Please )?use|You (?:should|must|can) (?:use|call))\b/;
const MAX_DIRECTIVE = 240;

/**
 * Joins a directive that forbids with the sentence that follows it, if that names what to do instead: one sentence with
 * a semicolon. `null` if it does not.
 */
export function withAlternative(
  done: Rewritten,
  next: string | undefined,
  subject: string | null,
): string | null {
  if (!FORBIDS.test(done.directive) || next === undefined || next.length > 220 || !INSTEAD.test(next))
    return null;
  const said = next
    .replace(/^(?:Instead|Rather),?\s+/, '')
    .replace(
      /^(?:please|you|we|one|it is better to)\s+(?:(?:can|could|may|might|should|must)\s+)?(?:also\s+)?/i,
      '',
    )
    .replace(/,? instead(?! of)\b/, '');
  const other = rewrite(said.charAt(0).toUpperCase() + said.slice(1), subject);
  const text =
    other === null
      ? plainly(said)
      : other.condition === null && other.force !== 'must-not'
        ? other.directive
        : null;
  if (text === null || FORBIDS.test(text) || identifiersIn(text).length === 0) return null;
  const joined = `${done.directive.replace(/\.$/, '')}; ${lowerFirst(text)}`;
  return joined.length > MAX_DIRECTIVE || done.directive.includes(';') ? null : joined;
}

/** "Use `x`" is too plain to be a rule alone; here it is the half that was missing. */
function plainly(said: string): string | null {
  const text = /^(?:Use|Call|Prefer|Pass|Set|Create|Import) .{3,120}$/i.exec(said.trim())?.[0];
  return text === undefined ||
    /\b(?:this|these|those|above|below|following|it|they|them|see|here)\b|[:?]/.test(text)
    ? null
    : `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.;\s]+$/, '')}.`;
}
