import {NothingFoundError} from '../errors.ts';
import type {RunEventBody} from '../events/catalogue.ts';
import type {ReadResult} from './contract.ts';
import {similarity} from './similarity.ts';
import {shapeOf} from './trap-shape.ts';

/**
 * Knows a login wall, a captcha or a "not found" that the server calls a success: one text under many addresses. A few
 * alike in a row are normal (stubs, aliases), so they count only when they are most of what was read, or many.
 */
export type WallWatch = {
  /** @throws NothingFoundError if every page read so far was the same */
  readonly note: (url: string, read: Pick<ReadResult<unknown>, 'hash' | 'signature'>) => void;
  readonly found: () => boolean;
  readonly notice: () => RunEventBody;
};

/** So many in a row are a wall if they are over half of all answers, else so many more. */
const leastRun = 5;
const longRun = 12;
const sameFrom = 0.9;

/** With fewer runs of words than this only an equal text is the same one. */
const leastShingles = 8;

export function createWallWatch(seed: string): WallWatch {
  let first: {readonly hash: string; readonly signature: readonly number[]} | null = null;
  const urls = new Set<string>();
  let answers = 0;
  let latest = seed;

  const found = () => urls.size >= longRun || (urls.size >= leastRun && urls.size * 2 > answers);
  return {
    note(url, {hash, signature}) {
      answers += 1;
      if (!first || !isSame(first, {hash, signature})) {
        first = {hash, signature};
        urls.clear();
      }
      latest = url;
      urls.add(addressOf(url, hash === first.hash));
      if (found() && urls.size === answers) throw nothingBehind(seed, answers, latest);
    },
    found,
    notice: () => ({
      type: 'notice',
      level: 'warning',
      code: 'RM-HTTP-015',
      message: `Stopped reading ${new URL(seed).host}: the last ${urls.size} pages all say the same`,
      hint: `A login, a captcha or "not found" may stand in front of them; look at ${latest} in a browser.`,
    }),
  };
}

type Text = {readonly hash: string; readonly signature: readonly number[]};

function isSame(a: Text, b: Text): boolean {
  if (a.hash === b.hash) return true;
  if (a.signature.length < leastShingles || b.signature.length < leastShingles) return false;
  return similarity(a.signature, b.signature) >= sameFrom;
}

function nothingBehind(seed: string, answers: number, latest: string): NothingFoundError {
  return new NothingFoundError({
    code: 'RM-HTTP-015',
    message: `All pages of ${new URL(seed).host} say the same`,
    why: `The first ${answers} answers have one text: a login, a captcha or "not found" stands in front of the documentation.`,
    hint: `Look at ${latest} in a browser; start from a page that can be read without a login.`,
  });
}

/**
 * Pages of one shape that differ in a number are a calendar or a numbered list, and no sign of a wall; but a wall says
 * the very same to all of them.
 */
function addressOf(url: string, equal: boolean): string {
  const parsed = new URL(url);
  return equal && parsed.search === '' ? url : shapeOf(parsed).text;
}
