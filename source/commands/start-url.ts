import {UsageError} from '../errors.ts';

/**
 * The start page as the user typed it, as an absolute URL. Without a scheme it is https, and http for loopback.
 *
 * @throws UsageError RM-CONF-012 (no URL, not a URL, neither http nor https), RM-CONF-047 (a password in it)
 */
export function startUrl(typed: string | undefined): string {
  if (typed === undefined) {
    throw new UsageError({
      code: 'RM-CONF-012',
      message: 'which documentation? A URL is missing',
      hint: 'rules-maker https://docs.example.com/ (rules-maker --help shows more)',
    });
  }
  const url = parse(typed.trim());
  if (!url) throw invalid(typed, 'it cannot be read as a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw invalid(typed, `${url.protocol}// is neither http nor https`);
  if (url.username !== '' || url.password !== '') {
    throw new UsageError({
      code: 'RM-CONF-047',
      message: 'a user name or password in the URL is refused',
      why: 'an argument is visible to every user of the machine',
      hint: `use ${url.protocol}//${url.host}${url.pathname}`,
    });
  }
  url.hash = '';
  return url.href;
}

function parse(typed: string): URL | null {
  const hasScheme =
    /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) || /^(?:data|file|javascript|mailto|about):/i.test(typed);
  const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/i.test(typed);
  const full = hasScheme ? typed : `${local ? 'http' : 'https'}://${typed}`;
  return URL.canParse(full) ? new URL(full) : null;
}

function invalid(typed: string, why: string): UsageError {
  return new UsageError({
    code: 'RM-CONF-012',
    message: `"${typed}" is no address of documentation`,
    why,
    hint: 'write it as in https://docs.example.com/guide/',
  });
}
