import type {ClassReader} from './class-facts.ts';
import type {ElementNode} from './tree.ts';

/** An element as a selector describes it: `p.note#a[data-x=1]`. */
type Compound = {
  readonly name: string | null;
  readonly ids: readonly string[];
  readonly classes: readonly string[];
  readonly attributes: readonly (readonly [string, string | null])[];
  /** True if it must be the parent (or the element itself), false if it may be anywhere above. */
  readonly isNear: boolean;
};

/** A selector of compounds, the element's own one first. */
export type Selector = {readonly compounds: readonly Compound[]; readonly weight: number};

const maxCompounds = 8;

/** A selector of names, classes, ids and attributes, nested or not; `null` for what says more (`:hover`, `+`). */
export function readSelector(source: string): Selector | null {
  const text = source.trim().replace(/\s{0,99}>\s{0,99}/g, ' >');
  if (text === '' || text.length > 300 || /[^\w\s.#[\]="'>*-]/.test(text)) return null;
  const compounds: Compound[] = [];
  for (const part of text.split(/\s{1,99}/, maxCompounds + 1)) {
    const compound = readCompound(part);
    if (!compound) return null;
    compounds.push(compound);
  }
  if (compounds.length > maxCompounds) return null;
  let weight = 0;
  for (const {name, ids, classes, attributes} of compounds)
    weight += ids.length * 1000 + (classes.length + attributes.length) * 30 + (name ? 1 : 0);
  return {compounds: compounds.reverse(), weight};
}

/** Things said about elements, found by what the element itself must have. */
export class SelectorIndex<T> {
  private readonly ids = new Map<string, T[]>();
  private readonly classes = new Map<string, T[]>();
  private readonly attributes = new Map<string, T[]>();
  /** By tag name; `*` is any. */
  private readonly names = new Map<string, T[]>();

  /** True if something is said about all elements of a name. */
  get byName(): boolean {
    return this.names.size > 0;
  }

  add({compounds}: Selector, one: T): void {
    const [own] = compounds;
    if (!own) return;
    if (own.ids[0]) put(this.ids, own.ids[0], one);
    else if (own.classes[0]) put(this.classes, own.classes[0], one);
    else if (own.attributes[0]) put(this.attributes, own.attributes[0][0], one);
    else put(this.names, own.name ?? '*', one);
  }

  /** What may apply to an element; the rest of the selector is still to be looked at. */
  candidates({name, attributes}: ElementNode, classes: readonly string[]): readonly T[] {
    const found: T[] = [];
    if (this.names.size > 0) {
      take(found, this.names.get('*'));
      take(found, this.names.get(name));
    }
    if (this.attributes.size > 0)
      for (const [attribute, all] of this.attributes)
        if (Object.hasOwn(attributes, attribute)) take(found, all);
    if (this.classes.size > 0) for (const one of classes) take(found, this.classes.get(one));
    if (this.ids.size > 0 && attributes.id) take(found, this.ids.get(attributes.id.toLowerCase()));
    return found;
  }
}

function put<T>(map: Map<string, T[]>, key: string, one: T): void {
  const known = map.get(key);
  if (known) known.push(one);
  else map.set(key, [one]);
}

function take<T>(found: T[], more: readonly T[] | undefined): void {
  if (more) for (const one of more) found.push(one);
}

export function matches(element: ElementNode, {compounds}: Selector, classes: ClassReader): boolean {
  const [own, ...above] = compounds;
  if (!own || !fits(element, own, classes)) return false;
  let isNear = own.isNear;
  let node = element.parent;
  for (const compound of above) {
    while (node && !isNear && !fits(node, compound, classes)) node = node.parent;
    if (!node || !fits(node, compound, classes)) return false;
    isNear = compound.isNear;
    node = node.parent;
  }
  return true;
}

function readCompound(part: string): Compound | null {
  const isNear = part.startsWith('>');
  const text = isNear ? part.slice(1) : part;
  const ids: string[] = [];
  const classes: string[] = [];
  const attributes: [string, string | null][] = [];
  let name: string | null = null;
  let end = 0;
  for (const found of text.matchAll(token)) {
    if (found.index !== end) return null;
    end += found[0].length;
    const {tag, id, className, attribute, value} = found.groups ?? {};
    if (tag !== undefined) name = tag === '*' ? null : tag.toLowerCase();
    else if (id !== undefined) ids.push(id.toLowerCase());
    else if (className !== undefined) classes.push(className.toLowerCase());
    else if (attribute !== undefined) attributes.push([attribute.toLowerCase(), value ?? null]);
  }
  return end === text.length && end > 0 ? {name, ids, classes, attributes, isNear} : null;
}

const token =
  /(?<tag>^(?:\*|[a-z][\w-]{0,40}))|#(?<id>[\w-]{1,100})|\.(?<className>[\w-]{1,100})|\[(?<attribute>[a-z][\w-]{0,60})(?:=["']?(?<value>[\w-]{0,100})["']?)?\]/gi;

function fits(element: ElementNode, compound: Compound, classes: ClassReader): boolean {
  if (compound.name !== null && compound.name !== element.name) return false;
  const id = element.attributes.id?.toLowerCase();
  if (compound.ids.some((one) => one !== id)) return false;
  const {names} = classes(element);
  if (compound.classes.some((one) => !names.includes(one))) return false;
  return compound.attributes.every(([name, value]) => {
    const written = Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined;
    return written !== undefined && (value === null || written === value);
  });
}
