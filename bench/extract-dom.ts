import {join} from 'node:path';
import {peers} from './install.ts';

/** As much of a parsed document as the references need. */
export type DomNode = {
  readonly type: string;
  readonly data?: string;
  readonly name?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly DomNode[];
  readonly parent: DomNode | null;
};
export type Dom = {select(selector: string, within?: DomNode): DomNode[]};

/** The parser is one of the peers: it is loaded after they are installed. */
export async function loadParser(): Promise<(html: string) => Dom> {
  const module = join(peers, 'dom.mjs');
  return ((await import(module)) as {parse(html: string): Dom}).parse;
}

export function isInside(node: DomNode, nodes: ReadonlySet<DomNode>): boolean {
  for (let at: DomNode | null = node; at; at = at.parent) if (nodes.has(at)) return true;
  return false;
}

/** Those that stand in no other of them. */
export function outermost(nodes: readonly DomNode[]): DomNode[] {
  const all = new Set(nodes);
  return nodes.filter(({parent}) => parent === null || !isInside(parent, all));
}

/** Text that no reader sees as text. Pictures are not text either. */
const silent = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'button',
  'select',
  'textarea',
  'input',
  'iframe',
]);
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr img'.split(
    ' ',
  ),
);

/** The text below a node without `left` and silent elements; a space where one block ends and the next begins. */
export function textOf(node: DomNode, left: ReadonlySet<DomNode>): string {
  if (node.type === 'text') return node.data ?? '';
  if (left.has(node) || silent.has(node.name ?? '')) return '';
  const text = (node.children ?? []).map((child) => textOf(child, left)).join('');
  return inline.has(node.name ?? '') ? text : ` ${text} `;
}

/** The text of a code block to the byte: a `br` and the end of a `div` break the line, unless it is broken there. */
export function codeOf(node: DomNode, left: ReadonlySet<DomNode>): string {
  let code = '';
  const walk = (at: DomNode) => {
    if (at.type === 'text') code += isBetweenLines(at) ? '' : (at.data ?? '');
    else if (at.name === 'br') code += '\n';
    else if (!left.has(at) && !silent.has(at.name ?? '')) {
      const isLine = at.name === 'div' && at !== node;
      if (isLine && code !== '' && !code.endsWith('\n')) code += '\n';
      for (const child of at.children ?? []) walk(child);
      if (isLine && !code.endsWith('\n')) code += '\n';
    }
  };
  walk(node);
  return code;
}

/**
 * A block of changes whose signs are drawn by its style (Expressive Code): the text with the signs that a reader sees,
 * or `null` if no line says that it came or went.
 */
export function codeWithSigns(node: DomNode, left: ReadonlySet<DomNode>): string | null {
  const lines = linesIn(node);
  const signs = lines.map(({attribs}) => signOf(attribs?.['class'] ?? ''));
  if (signs.every((sign) => sign === ' ')) return null;
  return lines.map((line, at) => `${signs[at]}${codeOf(line, left).replace(/\n$/, '')}`).join('\n');
}

function linesIn(node: DomNode): DomNode[] {
  const isLine = /(?:^| )ec-line(?: |$)/.test(node.attribs?.['class'] ?? '');
  return isLine ? [node] : (node.children ?? []).flatMap(linesIn);
}

function signOf(classes: string): string {
  if (/(?:^| )ins(?: |$)/.test(classes)) return '+';
  return /(?:^| )del(?: |$)/.test(classes) ? '-' : ' ';
}

/** White space of the source between lines that are a `div` each. */
function isBetweenLines({data, parent}: DomNode): boolean {
  return (data ?? '').trim() === '' && (parent?.children ?? []).some(({name}) => name === 'div');
}

export function isSilent(node: DomNode): boolean {
  return silent.has(node.name ?? '');
}

export function isInline(node: DomNode): boolean {
  return inline.has(node.name ?? '');
}
