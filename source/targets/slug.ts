import {createHash} from 'node:crypto';

/** File systems allow 255 bytes; 80 leaves room for endings and stays readable. */
const maxBytes = 80;

/** Names that Windows gives to devices, with any ending (Microsoft, "Naming Files, Paths, and Namespaces"). */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d|conin|conout)$/;

/**
 * A name made of `a-z`, `0-9` and single dashes, 1 to 80 bytes, never a Windows device name. Where the text
 * says more than the name can hold (it was cut, or nothing of it is ASCII), a hash of it is appended.
 */
export function slugOf(text: string): string {
  const plain = text
    .slice(0, 1000)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'\u2019]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (plain === '' || reserved.test(plain) || plain.length > maxBytes) return withHash(plain, text);
  return plain;
}

/**
 * One distinct name for each text, in order. Texts that fall on the same name get a hash of the text, except
 * the one that already is that name; so a name does not depend on the order of the others.
 */
export function uniqueSlugs(texts: readonly string[]): string[] {
  const plain = texts.map(slugOf);
  const count = new Map<string, number>();
  for (const name of plain) count.set(name, (count.get(name) ?? 0) + 1);
  const used = new Set(plain.filter((name, index) => count.get(name) === 1 || texts[index] === name));
  const exact = new Set<string>();
  return plain.map((name, index) => {
    const text = texts[index] ?? '';
    if (count.get(name) === 1) return name;
    if (text === name && !exact.has(name)) {
      exact.add(name);
      return name;
    }
    let unique = withHash(name, text);
    for (let again = 2; used.has(unique); again += 1) unique = withHash(name, `${text}\n${again}`);
    used.add(unique);
    return unique;
  });
}

function withHash(name: string, text: string): string {
  const hash = createHash('sha256').update(text.normalize('NFC')).digest('hex').slice(0, 8);
  const head = name.slice(0, maxBytes - hash.length - 1).replace(/-$/, '');
  return `${head === '' ? 'topic' : head}-${hash}`;
}
