import {normalise, sectionText} from '../distil/normalise.ts';
import type {Evidence, Rule} from '../distil/rule.ts';
import type {Page, Section} from '../extract/page.ts';
import {pageKey} from './page-key.ts';

/** Where a piece of evidence stands. */
export type Place = {
  readonly quote: string;
  /** The sections that hold the quote under the anchor it names; none if `why` is set. */
  readonly sections: readonly Section[];
  /** Why the quote does not stand there, or `null`. */
  readonly why: string | null;
};

/** The places of the evidence that cites this page. */
export function placesOf(page: Page, key: string, rule: Rule): Place[] {
  return rule.evidence.filter(({url}) => pageKey(url) === key).map((proof) => placeOf(page, proof));
}

function placeOf(page: Page, {url, anchor, quote}: Evidence): Place {
  const wanted = normalise(quote);
  const id = anchor ?? fragmentOf(url);
  const named = id === null ? page.sections : page.sections.filter((section) => section.anchor === id);
  const sections = wanted === '' ? [] : named.filter((section) => sectionText(section).includes(wanted));
  if (sections.length > 0) return {quote, sections, why: null};
  if (named.length === 0) return {quote, sections, why: `no #${id} on the page`};
  return {quote, sections, why: 'the quote does not stand there'};
}

function fragmentOf(url: string): string | null {
  const at = url.indexOf('#');
  return at < 0 || at === url.length - 1 ? null : url.slice(at + 1);
}
