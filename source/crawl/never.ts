import type {SkipReason} from '../events/catalogue.ts';

export type Refusal = {readonly reason: SkipReason; readonly detail: string};

/** The longest URL and the deepest path that are asked for; beyond that stand generated addresses. */
const maxUrlLength = 2083;
const maxSegments = 20;

/** File types that hold no documentation text for us. */
const otherTypes: ReadonlySet<string> = new Set(
  [
    'pdf ps epub mobi doc docx xls xlsx ppt pptx odt ods odp csv tsv',
    'png jpg jpeg gif svg webp avif ico bmp tif tiff mp3 mp4 m4a m4v ogg oga ogv wav webm mov avi flac',
    'zip gz tgz bz2 xz 7z rar tar zst lz4 br jar war whl egg gem crate deb rpm apk msi exe dmg pkg iso bin dll so wasm',
    'css js mjs cjs map json jsonl ndjson xml xsl xsd dtd yaml yml toml woff woff2 ttf otf eot inv',
    'db sqlite sqlite3 parquet pem crt cer asc sig sha256 sha512 md5 ics vcf torrent swf py ipynb',
  ]
    .join(' ')
    .split(' '),
);

/**
 * Addresses that are left out on every site: searches, logins, source views, indexes, printable copies, feeds, files
 * that are no documents. `null` if the address is none of them.
 *
 * @param folder - the path that the scope begins with; a search page right below it is one, `/guide/search/` is a page
 */
export function neverRead(url: URL, folder: string): Refusal | null {
  const path = url.pathname;
  if (url.href.length > maxUrlLength) return scope(`longer than ${maxUrlLength} characters`);
  if (path.split('/').length - 1 > maxSegments) return scope(`more than ${maxSegments} path segments`);
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const extension = /\.([a-z0-9]{1,8})$/.exec(name)?.[1];
  if (isFeed(path, name)) return scope('feed');
  if (extension !== undefined && otherTypes.has(extension)) return {reason: 'type', detail: `.${extension}`};
  if (/\/(?:_sources|_modules)\//.test(path)) return scope('source view');
  if (/^(?:genindex(?:-[a-z_]{1,20})?|py-modindex|modindex)(?:\.html)?$/.test(name))
    return scope('generated index');
  if (name === 'print.html') return scope('printable copy');
  if (url.searchParams.has('replytocom')) return scope('reply link');
  if (isFrontDoor(path, folder)) return scope('search or login page');
  return null;
}

function scope(detail: string): Refusal {
  return {reason: 'scope', detail};
}

function isFeed(path: string, name: string): boolean {
  return (
    /\.(?:rss|atom)$/.test(name) ||
    /^(?:feed|atom|rss)\.xml$/.test(name) ||
    /\/(?:feed|rss|atom)\/?$/i.test(path)
  );
}

/** A search or login page at the root of the host or of the documentation. */
function isFrontDoor(path: string, folder: string): boolean {
  const below = path.startsWith(folder) ? path.slice(folder.length) : null;
  const places = below === null ? [path.slice(1)] : [path.slice(1), below];
  return places.some((place) =>
    /^(?:search|login|signin|sign-in|logout|register)(?:\.html?|\.php|\/)?$/i.test(place),
  );
}
