import type {ClassReader} from './class-facts.ts';
import {attribute, type ElementNode, findElement} from './tree.ts';

/** How many elements around `pre` may name its language. */
const maxWrappers = 3;

/** The language of a code block in its usual name, or `null`: it is never guessed. */
export function languageOf(pre: ElementNode, classes: ClassReader): string | null {
  const inner = findElement(pre, ({name}) => name === 'code');
  let element: ElementNode | null = pre;
  if (inner) {
    const language = fromElement(inner, classes, true);
    if (language !== undefined) return language;
  }
  for (let steps = 0; element && steps <= maxWrappers; ) {
    const language = fromElement(
      element,
      classes,
      steps === 0 || classes(element).names.includes('sourcecode'),
    );
    if (language !== undefined) return language;
    element = element.parent;
    // A table of line numbers is one wrapper, however many elements it is made of.
    if (!element || !tableParts.has(element.name)) steps++;
  }
  return null;
}

const tableParts = new Set(['td', 'tr', 'tbody', 'table']);

/** `null` = the element says that there is no language, `undefined` = it says nothing. */
function fromElement(
  element: ElementNode,
  classes: ClassReader,
  bareNames: boolean,
): string | null | undefined {
  for (const name of ['data-language', 'data-lang', 'data-code-language']) {
    const value = attribute(element, name);
    if (value) return languageNamed(value);
  }
  if (element.name === 'code' && element.attributes.language)
    return languageNamed(element.attributes.language);
  const {names} = classes(element);
  for (const [index, name] of names.entries()) {
    const found =
      prefixed.exec(name)?.[1] ?? (name === 'brush:' ? names[index + 1]?.replace(/;.*/, '') : undefined);
    if (found) return languageNamed(found);
  }
  if (!bareNames) return undefined;
  const lang = element.name === 'pre' ? attribute(element, 'lang') : null;
  for (const name of lang ? [lang.toLowerCase(), ...names] : names) {
    const language = aliases.get(name) ?? (known.has(name) ? name : undefined);
    if (language) return language;
  }
  return undefined;
}

const prefixed =
  /^(?:language|lang|highlight-source|highlight-text|highlight|brush|src|sourcecode|code)[-:]([a-z0-9][\w+#.-]{0,30});?$/;

/** The usual name of a language, or `null` for the words that mean none. */
export function languageNamed(word: string): string | null {
  const name = word
    .trim()
    .toLowerCase()
    .replace(/[{,\s].*$/, '');
  if (name === '' || none.has(name) || !/^[a-z0-9][\w+#.-]{0,30}$/.test(name)) return null;
  return aliases.get(name) ?? name;
}

const set = (names: string) => new Set(names.split(/\s+/));

const none = set(
  'default none text txt plain plaintext notranslate source output nohighlight no-highlight literal literal-block code highlight ansi raw unknown auto block inline wrapper toolbar lines line copy',
);

const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    python: 'py py2 py3 python2 python3 python pycon pycon3 ipython ipython3 pythonconsole',
    javascript: 'js javascript mjs cjs node nodejs ecmascript',
    typescript: 'ts typescript mts cts',
    bash: 'sh bash zsh shell shellscript shell-script',
    console: 'console shell-session shellsession sh-session terminal',
    powershell: 'ps1 pwsh powershell posh',
    yaml: 'yml yaml',
    rust: 'rs rust',
    cpp: 'c++ cpp cc hpp cxx',
    csharp: 'c# cs csharp',
    fsharp: 'f# fs fsharp',
    go: 'golang go',
    ruby: 'rb ruby irb',
    kotlin: 'kt kts kotlin',
    markdown: 'md markdown',
    html: 'html htm xhtml',
    django: 'html+django htmldjango django',
    jinja: 'html+jinja jinja jinja2',
    erb: 'html+erb erb',
    php: 'php html+php',
    dockerfile: 'docker dockerfile',
    objectivec: 'objc objective-c objectivec',
    protobuf: 'proto protobuf',
    diff: 'patch diff udiff',
    haskell: 'hs haskell',
    elixir: 'ex exs elixir',
    erlang: 'erl erlang',
    perl: 'pl perl',
    postgresql: 'postgres postgresql plpgsql',
    make: 'makefile make',
    batch: 'bat batch dosbatch batchfile',
    viml: 'vim viml',
    latex: 'tex latex',
    clojure: 'clj clojure',
    terraform: 'tf terraform hcl',
  }).flatMap(([language, words]) => words.split(' ').map((word) => [word, language] as const)),
);

/** Names that may stand alone as a class on `code` or `pre`. */
const known = set(
  'c java scala swift dart lua r julia sql css scss sass less json json5 jsonc toml ini xml jsx tsx vue svelte astro graphql groovy nim zig ocaml http nginx apache cmake asm matlab mysql sqlite regex properties mermaid solidity wasm awk',
);
