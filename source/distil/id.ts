import {createHash} from 'node:crypto';
import {asciiSlug} from '../format/slug.ts';
import {conditionClass, isNegative, primaryOf} from './keys.ts';
import type {Candidate} from './rule.ts';

export type IdGiver = (candidate: Candidate, topic: string) => string;

/**
 * Gives ids `<library>.<topic>.<8 hex>` that do not depend on wording. Rules that would share one are told apart by a
 * counter, so the giver must be asked in a stable order.
 */
export function createIds(library: string): IdGiver {
  const given = new Set<string>();
  return (candidate, topic) => {
    const base = [
      candidate.kind,
      primaryOf(candidate),
      conditionClass(candidate.condition),
      isNegative(candidate) ? '-' : '+',
    ];
    for (let turn = 0; ; turn++) {
      const hash = createHash('sha256')
        .update([...base, ...(turn === 0 ? [] : [String(turn)])].join('\n'))
        .digest('hex')
        .slice(0, 8);
      const id = `${asciiSlug(library)}.${asciiSlug(topic)}.${hash}`;
      if (!given.has(id)) {
        given.add(id);
        return id;
      }
    }
  };
}
