/** Names that look like code and are not. */
const PROPER: ReadonlySet<string> = new Set(
  `JavaScript TypeScript CoffeeScript GitHub GitLab PostgreSQL MySQL MariaDB SQLite NoSQL GraphQL OpenSSL OpenAPI LibreSSL BoringSSL NumPy SciPy
PyPI PyPy CPython IPython MicroPython macOS MacOS iOS iPhone iPad FreeBSD OpenBSD NetBSD DragonFly SunOS WebSocket WebSockets WebAssembly WebDAV YouTube LinkedIn
DevTools VSCode WordPress CamelCase camelCase PascalCase StackOverflow StackExchange OAuth PowerShell JupyterLab DjangoCon eBay McDonald PyCon JetBrains
QuickTime GnuPG OpenPGP AsyncIO JSONPath GeoJSON PostGIS SpatiaLite TeX LaTeX jQuery WebKit QtWebKit VxWorks OpenGIS ReSTful iCalendar PyGreSQL
ImageMagick FastCGI UTF-8 IPv4 IPv6 HTTPs WinXP Win32 WinRT WinCE UniCode VisualStudio InnoDB MyISAM`.split(
    /\s+/,
  ),
);

const KEYWORDS: ReadonlySet<string> = new Set(
  `and or not in is if else elif for while def class return import from as with try except finally raise pass break
continue lambda yield async await global nonlocal del assert None True False self cls print const let var function new this null
undefined true false export default extends implements interface public private static void typeof instanceof of then catch throw
switch case do e.g i.e etc vs int str bool float dict list tuple set string number boolean object bytes Error Exception`.split(
    /\s+/,
  ),
);

const NAME = /[@$]?[A-Za-z_][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)*/g;

/** The name without call, decorator sign and array marks: `foo.bar(x)` gives `foo.bar`. */
export function bareName(code: string): string {
  return code.replace(/\(.*$/s, '').replace(/^[@.$\s]+|\s+$/g, '');
}

/** The last part of a dotted name. */
export function lastPart(name: string): string {
  return name.split(/\.|::|->/).at(-1) ?? name;
}

/** Is this word of running text code by its shape alone? */
export function looksLikeCode(word: string): boolean {
  if (PROPER.has(word)) return false;
  if (/^(?:e\.g|i\.e|a\.k\.a|etc|vs)$/i.test(word)) return false;
  if (/\.(?:js|io|com|org|net|NET)$/.test(word) && !word.includes('_')) return false;
  if (/^[A-Z]?[a-z]+\.[A-Z][a-z]+$/.test(word)) return false;
  return (
    /^[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)+$/.test(word) ||
    /[A-Za-z0-9]_+[A-Za-z0-9]/.test(word) ||
    /^__\w+__$/.test(word) ||
    /[a-z0-9][A-Z]/.test(word)
  );
}

/** Code names in a text, in order, once each: names in backticks and words of running text that look like code. */
export function identifiersIn(text: string): string[] {
  const found = new Set<string>();
  const rest = text.replace(/`([^`]+)`/g, (_, code: string) => {
    for (const name of namesIn(code)) found.add(name);
    return ' ';
  });
  for (const match of rest
    .replace(/https?:\/\/\S+/g, ' ')
    .matchAll(/(?<![\w-])--[a-z][\w-]+|[@$]?[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)*(?:\(\))?/g)) {
    const call = match[0].endsWith('()');
    const name = match[0].replace(/\(\)$/, '').replace(/^[@$]/, '');
    if (name.startsWith('--') || call || looksLikeCode(name)) found.add(name);
  }
  return [...found];
}

/** Code names inside of a piece of code, without keywords. */
export function namesIn(code: string): string[] {
  const unquoted = code.replace(/(["'])[^"']*\1/g, (literal) =>
    literal.length === code.length ? literal : ' ',
  );
  const names = [...unquoted.matchAll(NAME)].map((match) => match[0].replace(/^[@$]/, ''));
  const flags = [...code.matchAll(/(?<![\w-])--[a-z][\w-]+/g)].map((match) => match[0]);
  return [
    ...flags,
    ...names.filter(
      (name) => name.length > 1 && !KEYWORDS.has(name) && !flags.some((flag) => flag.includes(name)),
    ),
  ];
}

/** True if the name stands in the text as a whole word. */
export function mentions(text: string, name: string): boolean {
  let from = 0;
  for (;;) {
    const at = text.indexOf(name, from);
    if (at < 0) return false;
    const before = text[at - 1] ?? ' ';
    const after = text[at + name.length] ?? ' ';
    if (!/[\w$]/.test(before) && !/[\w$]/.test(after)) return true;
    from = at + 1;
  }
}

/** True if the name says by itself what it belongs to: dotted, compound, a flag, a constant; `value` and `limit` do not. */
export function isTelling(name: string): boolean {
  return /[.:]|[A-Za-z0-9]_[A-Za-z0-9]|^__|[a-z][A-Z]|^[A-Z][A-Za-z]{2,}|^--/.test(name);
}
