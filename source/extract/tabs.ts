import type {ClassFacts, ClassReader} from './class-facts.ts';
import {attribute, type Child, type ElementNode, eachElement} from './tree.ts';

type TabList = {
  readonly labels: readonly string[];
  /** Ids of tabs, and of panels that belong to one tab alone -> label. */
  readonly byId: ReadonlyMap<string, string>;
  /** The panels stand somewhere in here. */
  readonly scope: ElementNode;
  next: number;
};

/** Lists of tabs that may still wait for panels. */
const maxOpen = 50;

/** Remembers the labels of tabs until their panels come, so that each panel is called by its own. */
export class TabLabels {
  private readonly lists: TabList[] = [];

  /** To be called for each list of tabs before its panels. */
  see(list: ElementNode, textOf: (tab: ElementNode) => string): void {
    const tabs = tabsOf(list);
    const byId = new Map<string, string>();
    const shared = new Set<string>();
    for (const tab of tabs) {
      for (const id of [tab.attributes.id, panelOf(tab)]) {
        if (!id) continue;
        if (byId.has(id)) shared.add(id);
        byId.set(id, textOf(tab));
      }
    }
    // Several tabs that filter one panel (javadoc) are no labels of it.
    if (shared.size > 0) return;
    const labels = tabs.map(textOf);
    if (byId.size === 0 && labels.length === 0) return;
    this.lists.push({labels, byId, scope: around(list), next: 0});
    if (this.lists.length > maxOpen) this.lists.shift();
  }

  /** The label of a panel, or `null`: by its ids, else by its place among the panels. */
  of(panel: ElementNode): string | null {
    const ids = [panel.attributes.id, attribute(panel, 'aria-labelledby')];
    for (let index = this.lists.length - 1; index >= 0; index--) {
      const list = this.lists[index];
      if (!list || !isWithin(panel, list.scope)) continue;
      const place = list.next++;
      if (list.next >= Math.max(list.labels.length, list.byId.size)) this.lists.splice(index, 1);
      for (const id of ids) {
        const label = id ? list.byId.get(id) : undefined;
        if (label) return label;
      }
      return list.labels[place] || null;
    }
    return null;
  }
}

export function isTabList(element: ElementNode, {names}: ClassFacts): boolean {
  if (element.attributes.role === 'tablist') return true;
  if (names.length === 0) return false;
  return (
    names.some((name) => lists.has(name)) || (names.includes('tabs') && element.children.every(isSwitch))
  );
}

/** A panel that is called by one tab; `tab-content` and the like may as well hold all of them. */
export function isTabPanel(element: ElementNode, {names}: ClassFacts, classes: ClassReader): boolean {
  if (element.attributes.role === 'tabpanel') return true;
  if (names.length === 0) return false;
  if (names.some((name) => panels.has(name))) return true;
  const {parent} = element;
  return (
    parent?.parent != null &&
    panelHolders.has(classes(parent).names[0] ?? '') &&
    isGroup(parent.parent, classes)
  );
}

/** The `label` of a radio button right before its panel: tabs that need no script. */
export function isTabLabel(element: ElementNode, next: Child | undefined, classes: ClassReader): boolean {
  return (
    element.name === 'label' &&
    element.attributes.for !== undefined &&
    next !== undefined &&
    typeof next !== 'string' &&
    classes(next).isTabPanel
  );
}

const lists = new Set([
  'tabbed-labels',
  'tablist',
  'nav-tabs',
  'rp-tabs__label',
  'tabs-nav',
  'tabs__nav',
  'tab-labels',
  'tab-list',
  'tabs-list',
  'code-group__nav',
]);
const panels = new Set([
  'tab-pane',
  'tabbed-block',
  'tabpanel',
  'tab-panel',
  'tabs-panel',
  'sphinx-tabs-panel',
  'rp-tabs__content__item',
  'code-group-item',
]);
const panelHolders = new Set(['blocks']);

function isGroup(element: ElementNode, classes: ClassReader): boolean {
  return classes(element).names.includes('vp-code-group');
}

/** White space, a radio button or its label. */
function isSwitch(child: Child): boolean {
  return typeof child === 'string' ? child.trim() === '' : child.name === 'input' || child.name === 'label';
}

function tabsOf(list: ElementNode): ElementNode[] {
  for (const isTab of [
    ({attributes}: ElementNode) => attributes.role === 'tab',
    ({name}: ElementNode) => name === 'li',
    ({name}: ElementNode) => name === 'label' || name === 'button',
  ]) {
    const tabs: ElementNode[] = [];
    eachElement(list, (element) => {
      if (isTab(element)) tabs.push(element);
      return !isTab(element);
    });
    if (tabs.length > 0) return tabs;
  }
  return list.children.filter((child): child is ElementNode => typeof child !== 'string');
}

function panelOf(tab: ElementNode): string | undefined {
  const target = attribute(tab, 'aria-controls') ?? attribute(tab, 'data-target') ?? attribute(tab, 'href');
  return target?.replace(/^#/, '') || undefined;
}

/** Three elements up: panels stand beside their tabs or beside what holds these. */
function around(list: ElementNode): ElementNode {
  let scope = list;
  for (let steps = 0; steps < 3 && scope.parent; steps++) scope = scope.parent;
  return scope;
}

function isWithin(element: ElementNode, scope: ElementNode): boolean {
  let node: ElementNode | null = element;
  for (let steps = 0; node && steps < 8; steps++) {
    if (node === scope) return true;
    node = node.parent;
  }
  return false;
}
