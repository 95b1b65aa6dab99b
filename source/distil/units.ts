import type {AdmonitionKind, Block, Prose, Section} from '../extract/page.ts';
import type {Code} from './rule.ts';

/** A piece of prose with what stands around it: what the small miners look at. */
export type Unit = {
  readonly text: string;
  readonly kind: 'paragraph' | 'item' | 'cell';
  /** The innermost admonition around it. */
  readonly admonition: AdmonitionKind | null;
  readonly title: string | null;
  /** The code block that follows directly, and the one after a short text in between. */
  readonly code: Code | null;
  /** The sentence of running text that introduces the list this item stands in. */
  readonly lead: string | null;
  /** The term that is being defined, if the prose stands in a definition list. */
  readonly term: string | null;
  /** True for the first prose of a section or of a definition: there an API is described, not advised on. */
  readonly opening: boolean;
};

type Around = Pick<Unit, 'admonition' | 'title' | 'term'> & {
  readonly parameters: ReadonlySet<string>;
};

/** The prose of a section in page order. Definition terms belong to what defines them and are not units. */
export function unitsOf(section: Section): Unit[] {
  const parameters = section.signature ? parametersOf(section.heading) : NONE;
  return walk(section.blocks, {admonition: null, title: null, term: null, parameters});
}

const NONE: ReadonlySet<string> = new Set();

function parametersOf(signature: string): ReadonlySet<string> {
  const open = signature.indexOf('(');
  return open < 0
    ? NONE
    : new Set(
        signature
          .slice(open)
          .match(/[A-Za-z_]\w*/g)
          ?.slice(0, 60),
      );
}

/** Notes on changes: what they set in italics may no longer stand in the signature. */
const CHANGES: ReadonlySet<string> = new Set([
  'versionadded',
  'versionchanged',
  'versionremoved',
  'deprecated',
]);

/** Parameters that the page sets in italics are code; `null` for every word in italics. */
function marked(prose: Prose, parameters: ReadonlySet<string> | null): string {
  if (parameters?.size === 0 || !/[*_]/.test(prose.markdown)) return prose.text;
  const named = new Set(
    [...prose.markdown.matchAll(/(?<![\w*_])([*_])([A-Za-z]\w{0,40}?)\1(?![\w*_])/g)].flatMap((match) =>
      match[2] !== undefined && (parameters === null || parameters.has(match[2])) ? [match[2]] : [],
    ),
  );
  if (named.size === 0) return prose.text;
  return prose.text.replace(/`[^`]*`|(?<![\w.'-])[A-Za-z]\w*(?![\w'-]|\.\w)/g, (word) =>
    named.has(word) ? `\`${word}\`` : word,
  );
}

function walk(blocks: readonly Block[], around: Around): Unit[] {
  const leads: {depth: number; text: string}[] = [];
  const leadOf = (depth: number): string | null => leads.findLast((lead) => lead.depth < depth)?.text ?? null;
  const units: Unit[] = [];
  const {parameters, ...frame} = around;
  const unit = (prose: Prose, more: Pick<Unit, 'kind' | 'code' | 'lead'>): Unit => ({
    text: marked(prose, CHANGES.has(around.admonition ?? '') ? null : parameters),
    opening: units.length === 0 && around.admonition === null,
    ...more,
    ...frame,
  });
  blocks.forEach((block, index) => {
    const next = blocks[index + 1];
    const code = next?.type === 'code' ? {language: next.language, code: next.code} : null;
    switch (block.type) {
      case 'paragraph':
        units.push(unit(block, {kind: 'paragraph', code, lead: null}));
        leads.push({depth: block.depth - 0.5, text: block.text});
        break;
      case 'item':
        units.push(unit(block, {kind: 'item', code, lead: leadOf(block.depth)}));
        leads.push({depth: block.depth, text: block.text});
        break;
      case 'admonition':
        units.push(
          ...titled(
            block.kind,
            block.title,
            walk(block.blocks, {...around, admonition: block.kind, title: block.title}),
            around.term,
          ),
        );
        break;
      case 'definition':
        units.push(...walk(block.blocks, {...around, term: termOf(block.terms) ?? around.term}));
        break;
      case 'quote':
        units.push(...walk(block.blocks, around));
        break;
      case 'code':
      case 'table':
        break;
    }
  });
  return units;
}

/** Of "-q" and "--quiet" the one that says what it is. */
function termOf(terms: readonly Prose[]): string | null {
  return (terms.find((term) => /^\W{0,2}--[a-z]/.test(term.text)) ?? terms[0])?.text ?? null;
}

/** An admonition without text says what it says in its title ("Deprecated since version 3.1"). */
function titled(kind: AdmonitionKind, title: string | null, units: Unit[], term: string | null): Unit[] {
  if (units.length > 0 || title === null) return units;
  return [
    {text: title, kind: 'paragraph', admonition: kind, title, code: null, lead: null, term, opening: false},
  ];
}
