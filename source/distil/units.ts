import type {AdmonitionKind, Block, Section} from '../extract/page.ts';
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
};

type Around = Pick<Unit, 'admonition' | 'title' | 'term'>;

/** The prose of a section in page order. Definition terms belong to what defines them and are not units. */
export function unitsOf(section: Section): Unit[] {
  return walk(section.blocks, {admonition: null, title: null, term: null});
}

function walk(blocks: readonly Block[], around: Around): Unit[] {
  const leads: {depth: number; text: string}[] = [];
  const leadOf = (depth: number): string | null => leads.findLast((lead) => lead.depth < depth)?.text ?? null;
  const units: Unit[] = [];
  blocks.forEach((block, index) => {
    const next = blocks[index + 1];
    const code = next?.type === 'code' ? {language: next.language, code: next.code} : null;
    switch (block.type) {
      case 'paragraph':
        units.push({text: block.text, kind: 'paragraph', code, lead: null, ...around});
        leads.push({depth: block.depth - 0.5, text: block.text});
        break;
      case 'item':
        units.push({text: block.text, kind: 'item', code, lead: leadOf(block.depth), ...around});
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
        units.push(...walk(block.blocks, {...around, term: block.terms[0]?.text ?? around.term}));
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

/** An admonition without text says what it says in its title ("Deprecated since version 3.1"). */
function titled(kind: AdmonitionKind, title: string | null, units: Unit[], term: string | null): Unit[] {
  if (units.length > 0 || title === null) return units;
  return [{text: title, kind: 'paragraph', admonition: kind, title, code: null, lead: null, term}];
}
