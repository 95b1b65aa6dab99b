import type {Block, Page} from '../extract/page.ts';
import {balanced, withoutPrompts} from './examples.ts';
import {lastPart} from './identifiers.ts';
import type {Code} from './rule.ts';
import {signatureName} from './symbols.ts';

export type Usages = {
  /** Reads the code blocks of one page. */
  add(page: Page): void;
  /** The best line of the documentation that calls the name or sets it, or `null`. */
  of(name: string): Code | null;
};

/** A bound on memory, not on quality. */
const MAX_NAMES = 50_000;
const MAX_BLOCK = 4_000;
const MIN_LINE = 10;
const MAX_LINE = 64;
const CALL = /(?<![\w$.])((?:[A-Za-z_$][\w$]*(?:\.|::|->))*[A-Za-z_$][\w$]*)!?\((?=[^)])/g;
const SET = /^([A-Z][A-Z0-9_]{4,60}) = \S/;
const NO_USE =
  /^(?:#|\/\/|\/\*|\*|--|<|\$|def |class |function |async def |fn |pub |public |private |protected |static |void |int |print |if |elif |for |while |return$|@|\.\.\.)|\.\.\.|[\u2026\u2018\u2019\u201C\u201D`]|[({[:\\]$|\{\}$|\w\* ?\w|[(,] ?(?:const )?\w+ \*|TypeError|Error:|\(\w\)|^\w+=\S/;

/** Collects one-line uses of the names of a site. The order of pages does not matter. */
export function createUsages(): Usages {
  const best = new Map<string, Code>();
  const offer = (name: string, code: Code): void => {
    const known = best.get(name);
    if (known === undefined ? best.size < MAX_NAMES : isBetter(code, known)) best.set(name, code);
  };
  return {
    add(page) {
      if (page.kind === 'release-notes') return;
      for (const section of page.sections) {
        const own = section.signature
          ? memberKey(signatureName(section.heading), section.path.at(-1) ?? '')
          : null;
        for (const {language, code} of blocksIn(section.blocks)) {
          const lines = withoutPrompts(code)
            .split('\n')
            .map((line) => line.trim().replace(/^(?:>>>|\.\.\.) /, ''));
          const imported = importsOf(lines);
          for (const text of lines) {
            if (text.length < MIN_LINE || text.length > MAX_LINE || NO_USE.test(text) || !balanced(text))
              continue;
            const use = {language, code: text};
            const set = SET.exec(text)?.[1];
            if (set !== undefined) offer(set, use);
            for (const [, name = ''] of text.matchAll(CALL)) {
              offer(name, use);
              const full = imported.get(name.replace(/\..*$/s, ''));
              if (full !== undefined) offer(full + name.replace(/^[^.]*/, ''), use);
              if (own !== null && /^[a-z_]\w*\.\w+$/.test(name) && own.endsWith(`.${lastPart(name)}`))
                offer(own, use);
            }
          }
        }
      }
    },
    of: (name) =>
      keysOf(name)
        .map((key) => best.get(key))
        .find((code) => code !== undefined) ?? null,
  };
}

/** What the names of a block stand for: "from acme.urls import path" makes `path` `acme.urls.path`. */
function importsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const line of lines) {
    const [, module, names] = /^from ([\w.]{1,80}) import \(?([\w, ]{1,200})\)?$/.exec(line) ?? [];
    if (module === undefined || names === undefined) continue;
    for (const name of names.split(/, ?/)) {
      const [plain = '', alias = plain] = name.trim().split(' as ');
      if (plain !== '') known.set(alias, `${module}.${plain}`);
    }
  }
  return known;
}

/** A bare name that no other thing is likely to share. */
const DISTINCT = /^.{3,}(?:_|[a-z][A-Z])|^[A-Z][a-z]\w{3,}/;

/** `acme.Pool.close` may be written so, as `Pool.close`, or as `close`; `pool.close` counts where the method is described. */
function keysOf(name: string): string[] {
  const parts = name.split(/\.|::|->/);
  const written = parts.map((_, index) => parts.slice(index).join('.'));
  return [
    ...written.filter((key) => key.includes('.') || parts.length === 1 || DISTINCT.test(key)),
    `.${parts.slice(-2).join('.')}`,
  ];
}

/** Methods are called on variables: ".Pool.close" is the key for the calls in the section of that method. */
function memberKey(name: string, heading: string): string | null {
  const parts = name.split(/\.|::/);
  const owner = parts.at(-2) ?? signatureName(heading).split(/\.|::/).at(-1) ?? '';
  return /^[A-Z]/.test(owner) ? `.${owner}.${parts.at(-1)}` : null;
}

/** The shorter line, then the first by its characters. */
function isBetter(a: Code, b: Code): boolean {
  return a.code.length !== b.code.length ? a.code.length < b.code.length : a.code < b.code;
}

function blocksIn(blocks: readonly Block[]): Code[] {
  return blocks.flatMap((block): Code[] => {
    if (block.type === 'code')
      return block.code.length > MAX_BLOCK ? [] : [{language: block.language, code: block.code}];
    return 'blocks' in block ? blocksIn(block.blocks) : [];
  });
}
