import type {Head} from './generator.ts';
import type {Tree} from './parse.ts';
import {attribute, collapse} from './tree.ts';

/** The title element without the name of the site, or `null`. */
export function titleWithoutSite(title: string | null): string | null {
  const text = collapse(title ?? '').slice(0, 500);
  if (text === '') return null;
  const parts = text.split(/\s(?:[|—–·»]|-|::)\s/);
  if (parts.length < 2) return text;
  return (
    text
      .slice(0, text.length - (parts.at(-1) ?? '').length)
      .replace(/\s(?:[|—–·»]|-|::)\s$/, '')
      .trim() || text
  );
}

/**
 * What the site calls itself: the last part of a title of several, else `og:site_name`, else `null`. Javadoc writes it
 * in parentheses: `Widget (Acme 3.2 API)`.
 */
export function siteName(
  title: string | null,
  declared: string | undefined,
  generator: string | null,
): string | null {
  const window =
    generator === 'javadoc'
      ? /\S \(([^()]{2,100})\)$/.exec(collapse(title ?? '').slice(-500))?.[1]
      : undefined;
  if (window !== undefined) return window;
  const parts = collapse(title ?? '')
    .slice(0, 500)
    .split(/\s(?:[|—–·»]|-|::)\s/);
  const last = parts.length > 1 ? parts.at(-1)?.trim() : undefined;
  return last || collapse(declared ?? '').slice(0, 200) || null;
}

/** True if a heading is the page's by the title element; `null` if that does not tell. */
export function isPageTitle(heading: string, title: string | null): boolean | null {
  const whole = comparable(title ?? '');
  const one = comparable(heading);
  if (whole === '') return null;
  if (whole.startsWith(one) || one.startsWith(whole)) return true;
  return whole.includes(one) ? false : null;
}

/** True if the title element is a heading and the name of the site: then the heading is the page's, whatever is in it. */
export function beginsTitle(heading: string, title: string | null): boolean {
  const whole = collapse(title ?? '');
  return whole.startsWith(heading) && /^\s?(?:[|—–·»:-]|$)/.test(whole.slice(heading.length));
}

function comparable(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

export function langOf({noted}: Tree): string | null {
  const html = noted.find(({name}) => name === 'html');
  const lang = html ? (attribute(html, 'lang') ?? attribute(html, 'xml:lang') ?? '').trim() : '';
  return /^[a-z]{2,3}(?:[-_][\w-]{2,20})?$/i.test(lang) ? lang.replace('_', '-') : null;
}

/** True if `<meta name="robots">` says nofollow or none. */
export function isNofollow({metas}: Head): boolean {
  return /\b(?:nofollow|none)\b/i.test(metas.get('robots') ?? '');
}
