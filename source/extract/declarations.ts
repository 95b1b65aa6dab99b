/** What is declared for an element: property (lower case) -> value. Only what can hide text is kept. */
export type Declarations = ReadonlyMap<string, Declared>;

export type Declared = {readonly value: string; readonly important: boolean};

const maxDeclarations = 300;

/** The properties that can hide text. */
const kept = new Set(
  (
    'display visibility content-visibility opacity filter font font-size clip clip-path position left right top bottom ' +
    'inset text-indent margin margin-left margin-right margin-top transform scale zoom overflow overflow-x overflow-y ' +
    'height max-height width max-width line-height color -webkit-text-fill-color background background-color ' +
    'background-image background-clip -webkit-background-clip'
  ).split(' '),
);

/** Reads `name: value; ...`, as in a `style` attribute. */
export function readDeclarations(source: string): Declarations {
  const declared = new Map<string, Declared>();
  for (const declaration of withoutComments(source).split(';', maxDeclarations)) {
    const colon = declaration.indexOf(':');
    const name = declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (!kept.has(name)) continue;
    const written = declaration.slice(colon + 1, colon + 300).toLowerCase();
    const important = written.includes('!important');
    const value = written
      .replace('!important', '')
      .trim()
      .replace(/\s{1,99}/g, ' ');
    if (value !== '') put(declared, name, {value, important});
  }
  return declared;
}

/** What holds when several rules speak, the strongest last. */
export function cascade(rules: readonly Declarations[]): Declarations {
  const [only] = rules;
  if (only && rules.length === 1) return only;
  const declared = new Map<string, Declared>();
  for (const rule of rules) for (const [name, one] of rule) put(declared, name, one);
  return declared;
}

/** CSS without comments and with its escapes read. */
export function withoutComments(css: string): string {
  const source = css.includes('\\') ? unescaped(css) : css;
  if (!source.includes('/*')) return source;
  let text = '';
  for (let at = 0; ; ) {
    const open = source.indexOf('/*', at);
    if (open < 0) return text + source.slice(at);
    text += source.slice(at, open);
    const close = source.indexOf('*/', open + 2);
    if (close < 0) return text;
    at = close + 2;
  }
}

/** `d\69splay` is `display`; escaped punctuation stays as it is, since it would be taken for syntax. */
function unescaped(css: string): string {
  return css.replace(/\\([0-9a-f]{1,6})\s?|\\([g-z])/gi, (written, hex?: string, letter?: string) => {
    const character = hex ? String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0xffff)) : (letter ?? '');
    return /[\w-]/.test(character) ? character : written;
  });
}

function put(declared: Map<string, Declared>, name: string, one: Declared): void {
  if (one.important || !declared.get(name)?.important) declared.set(name, one);
}
