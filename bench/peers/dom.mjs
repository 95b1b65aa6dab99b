// The parser of the specification with CSS selectors, for the references of `npm run bench extract`.
import {load} from 'cheerio';

/** @param {string} html */
export function parse(html) {
  const $ = load(html);
  return {
    /** All matches in page order, under `within` if it is given. */
    select: (selector, within) => (within ? $(selector, within) : $(selector)).get(),
  };
}
