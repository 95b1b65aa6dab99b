import type {Block} from '../extract/page.ts';
import type {Code} from './rule.ts';

/** Code that shows the way not to go and the way to go. */
export type Pair = {
  readonly bad: Code;
  readonly good: Code;
  /** The prose before the first block. */
  readonly lead: string | null;
  /** The words between the blocks leave no doubt which way to go. */
  readonly firm: boolean;
};

/** Words between two blocks; longer ones tell a story of their own. */
const MAX_LINK = 90;

/** "becomes", "should be rewritten as": the first block is what to leave. */
const FORWARD =
  /^(?:it |this |which |that |then |now )?(?:becomes?|(?:should|must|can|could|would|needs to) (?:now )?(?:be|become)(?: better)?(?: (?:re)?written| replaced| changed| converted| migrated| updated)?(?: (?:as|to|with|into|by|like this))*|you (?:should|must|need to|will need to) (?:now )?(?:use|write|do)(?: instead)?|use(?: this)? instead|(?:and )?do (?:it )?this (?:way )?instead|after(?:wards)?|good|better|right|correct|recommended|do|new(?: \([^)]{1,20}\))?(?: `[^`]{1,30}`)?)\W{0,4}$/i;
/** "to", "with": only after "change this" or "replace". */
const WEAK_FORWARD =
  /^(?:to|with|with this(?: one)?|to this|by|into|use|now|use this|you can (?:now )?(?:use|write|do)(?: this)?)\W{0,4}$/i;
const CHANGE =
  /\b(?:chang(?:e|es|ing)|replac(?:e|es|ing)|convert|rewrite|update|instead of|from|rather than)\b[^.]{0,80}\W{0,3}$/i;
/** "instead of": the second block is what to leave. */
const BACKWARD =
  /^(?:and )?(?:instead of|rather than|not|in place of|is (?:better|safer|preferred|faster) (?:than|over|to)|should be (?:a lot |much )?(?:safer|better|preferred|faster) (?:than|over|to))(?: (?:this|doing|using|writing|the following|code like this))*\W{0,4}$/i;
const BAD_HEAD =
  /^(?:bad|wrong|incorrect|don't|do not(?: do this)?|avoid|not this|before|old(?: \([^)]{1,20}\))?(?: `[^`]{1,30}`)?)\W{0,4}$/i;
const GOOD_HEAD =
  /^(?:good|right|correct|better|recommended|do(?: this)?|after|new(?: \([^)]{1,20}\))?(?: `[^`]{1,30}`)?)\W{0,4}$/i;

/** Pairs of code blocks in the order of the page, and blocks in the form of a diff. */
export function pairsIn(blocks: readonly Block[]): Pair[] {
  const pairs = blocks.flatMap((block, index): Pair[] => {
    if ('blocks' in block) return pairsIn(block.blocks);
    if (block.type !== 'code') return [];
    const before = wordsOf(blocks[index - 1]);
    if (/^(?:diff|patch)$/i.test(block.language ?? '')) return diffOf(block.code, before);
    const link = wordsOf(blocks[index + 1]);
    const next = blocks[index + 2];
    if (link === null || next?.type !== 'code' || link.length > MAX_LINK) return [];
    const [first, second] = [codeOf(block), codeOf(next)];
    const lead =
      before !== null && (BAD_HEAD.test(before) || GOOD_HEAD.test(before))
        ? wordsOf(blocks[index - 2])
        : before;
    const heads = before !== null && BAD_HEAD.test(before) && GOOD_HEAD.test(link);
    const swapped = before !== null && GOOD_HEAD.test(before) && BAD_HEAD.test(link);
    const named = /^(?:after|good|better|right|correct|recommended|do|new\b)/i.test(link);
    const changed = WEAK_FORWARD.test(link) && CHANGE.test(before ?? '');
    const firm = heads || swapped || changed || /\b(?:should|must|instead|rather|need)\b/i.test(link);
    if (heads || changed || (FORWARD.test(link) && !named)) return [{bad: first, good: second, lead, firm}];
    return swapped || BACKWARD.test(link) ? [{bad: second, good: first, lead, firm}] : [];
  });
  return pairs.filter(({bad, good}) => bad.code.trim() !== good.code.trim());
}

function wordsOf(block: Block | undefined): string | null {
  return block?.type === 'paragraph' || block?.type === 'item' ? block.text : null;
}

function codeOf({language, code}: Extract<Block, {type: 'code'}>): Code {
  return {language, code};
}

/** What a diff takes away and what it brings; lines around it belong to both. */
function diffOf(code: string, lead: string | null): Pair[] {
  const lines = code.split('\n').filter((line) => !/^(?:diff |index |@@|--- |\+\+\+ )/.test(line));
  const side = (sign: string): string =>
    lines
      .flatMap((line) => (line.startsWith(sign) ? [line.slice(1)] : []))
      .join('\n')
      .trim();
  const [bad, good] = [side('-'), side('+')];
  return bad === '' || good === ''
    ? []
    : [{bad: {language: null, code: bad}, good: {language: null, code: good}, lead, firm: true}];
}
