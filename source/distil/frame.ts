import {required} from './advice-clauses.ts';
import {type Clause, lowerFirst, upperFirst} from './clause.ts';
import {mainClause} from './main-clause.ts';
import {hasCode} from './mask.ts';

/** An instruction with what must hold for it. */
export type Framed = Clause & {readonly condition: string | null};

/** Where or under what a sentence holds. */
const PLACE = /^(?:In|On|Under|Inside|Within|During)$/;

/** Splits a leading clause off, rewrites the main clause, and puts the clause where it belongs. */
export function frame(text: string): Framed | null {
  const lead =
    /^(If|When|Whenever|Once|While|Unless|Before|After|Until|To|In order to|For|In|On|Under|Inside|Within|During|As of|Since|Starting (?:with|in|from)|From)\s/.exec(
      text,
    );
  if (lead?.[1] === undefined) return withCondition(mainClause(text));
  const word = lead[1];
  if (/^(?:To|In order to)$/.test(word)) {
    const needed = required(upperFirst(text.slice((commasOf(text)[0] ?? -1) + 1).trim()));
    if (needed !== null) return {...needed, condition: null};
  }
  for (const comma of commasOf(text).slice(0, 4)) {
    const clause = text.slice(lead[0].length, comma).trim();
    const rest = text
      .slice(comma + 1)
      .trim()
      .replace(/^(?:then|so|please|also)\s+/i, '');
    const done = mainClause(upperFirst(rest), true);
    if (done === null || clause === '' || brokenList(clause)) continue;
    if (/^(?:If|When|Whenever|Once|While)$/.test(word)) return {...done, condition: clause};
    if (/^(?:As of|Since|Starting|From)/.test(word))
      return /^\S*(?:\s\S+){0,2}\s?v?\d+(?:\.\d+)*$/.test(clause) ? {...done, condition: null} : null;
    if (
      /^(?:addition|cases?|contrast|comparison|that|these|those|such|which|the last|summary)\b/.test(clause)
    )
      return null;
    if (PLACE.test(word) && /, (?!when\b|where\b|if\b|or\b|and\b)/.test(clause)) continue;
    if (PLACE.test(word) && !clause.startsWith('order for '))
      return {...done, condition: placed(word, clause)};
    if (/[;:]/.test(done.text)) return null;
    // "Pass `a` for `b`, as c": what the sentence began with belongs to its first part, not to the reason.
    const [, first = done.text, reason = ''] =
      /^([^,]+)(, (?:as|because|since|so|which|otherwise|or|but) .*)$/.exec(done.text) ?? [];
    return {...done, text: `${first} ${lowerFirst(word)} ${clause}${reason}`, condition: null};
  }
  return null;
}

/** "In the case that `a` is open": the case is what holds. */
function placed(word: string, clause: string): string {
  const held =
    /^(?:the )?(?:cases?|event)(?: that| where| when| in which)? (?=.*\b(?:is|are|has|have|returns?|contains?)\b)(.+)$/.exec(
      clause,
    )?.[1];
  return held !== undefined && !held.startsWith('of ') ? held : `${lowerFirst(word)} ${clause}`;
}

/** The comma stood in an enumeration, not after the clause; or the clause has swallowed a main clause. */
function brokenList(clause: string): boolean {
  const tail = /,([^,]*)$/.exec(clause)?.[1]?.trim();
  if (tail !== undefined && tail.split(' ').length <= 3 && !/^(?:or|and) /.test(tail)) return true;
  return /\bthen\b|, you (?:can|must|should|may|need)\b|\bby default$|\bwill\b[^,]*,/.test(clause);
}

function withCondition(clause: Clause | null): Framed | null {
  if (clause === null) return null;
  const tail = /^(.{12,200}?) (?:if|when|whenever) ((?:you|your|the user|using) .{6,120})$/.exec(clause.text);
  if (
    tail?.[1] === undefined ||
    tail[2] === undefined ||
    /\bonly\b/i.test(tail[1]) ||
    /[,;:(]/.test(tail[1] + tail[2])
  )
    return {...clause, condition: null};
  return hasCode(tail[1]) &&
    !/\b(?:it|them|they|its|their)\b/.test(tail[2]) &&
    !/\b(?:only|unless|even|or|and)$/.test(tail[1])
    ? {...clause, text: tail[1], condition: tail[2]}
    : {...clause, condition: null};
}

function commasOf(text: string): number[] {
  const found: number[] = [];
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')') depth--;
    else if (text[index] === ',' && depth === 0) found.push(index);
  }
  return found;
}
