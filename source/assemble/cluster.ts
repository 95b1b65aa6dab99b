import type {Rule} from '../distil/rule.ts';

/** Rules that go into one topic, best first, and the pages or folder they come from. */
export type Cluster = {
  readonly steps: readonly string[];
  readonly rules: readonly Rule[];
  readonly part: number;
};

/** Fewer do not pay for a file of their own, more are not read. */
const MIN_RULES = 10;
const MAX_RULES = 30;
/** A rest of so many is worth a general topic. */
const MIN_REST = 3;
/** About what a file may hold, less the frame around the rules. */
const MAX_CHARACTERS = 7_000;
/** What a target writes around each rule: list mark, condition, version, code marks. */
const FRAME = 60;
/** Files of one page or folder; what is left is in `rules.json` alone. */
const MAX_PARTS = 3;

/**
 * Groups rules by the page they cite first: rich pages stand alone, poor ones share a topic with their neighbours in the
 * same folder or the one above, what is left over goes to one general cluster. Pages of one version each, such as release
 * notes, are never alone. The least rules of very large clusters are left out.
 * @param order place of each page in the crawl
 */
export function clusterRules(
  rules: readonly Rule[],
  order: ReadonlyMap<string, number>,
  baseUrl: string,
): Cluster[] {
  const clusters: Cluster[] = [];
  const folders = new Map<string, Group[]>();
  const place = (group: Group): number => order.get(group.url) ?? Number.MAX_SAFE_INTEGER;
  const into = (folder: string, groups: readonly Group[]): void => {
    folders.set(folder, [...(folders.get(folder) ?? []), ...groups]);
  };
  for (const group of byPage(rules, baseUrl).sort(
    (a, b) => place(a) - place(b) || (a.url < b.url ? -1 : 1),
  )) {
    if (group.rules.length >= MIN_RULES && !isVersion(group.steps.at(-1) ?? ''))
      clusters.push(...split(group.steps, group.rules));
    else into(group.steps.slice(0, -1).join('/'), [group]);
  }
  for (let folder = deepest(folders); folder !== ''; folder = deepest(folders)) {
    const groups = folders.get(folder) ?? [];
    folders.delete(folder);
    const together = best(groups.flatMap((group) => group.rules));
    const [only] = groups;
    if (together.length < MIN_RULES) into(folder.split('/').slice(0, -1).join('/'), groups);
    else clusters.push(...split(groups.length === 1 && only ? only.steps : folder.split('/'), together));
  }
  const left = best((folders.get('') ?? []).flatMap((group) => group.rules));
  return [...clusters, ...general(left, clusters)];
}

/** "3.1", "changelog-2.0", "whatsnew-3.9", "v18". */
function isVersion(step: string): boolean {
  return /^(?:[a-z]+-?)?v?\d+(?:[._-]\d+)*$/i.test(step) && /\d[._-]\d|^v?\d+$/i.test(step);
}

/** The folder with the longest path, so that what it leaves over can go up; "" if none is left. */
function deepest(folders: ReadonlyMap<string, unknown>): string {
  const depth = (folder: string): number => folder.split('/').length;
  return [...folders.keys()]
    .filter((folder) => folder !== '')
    .reduce(
      (deep, folder) =>
        deep === '' || depth(folder) > depth(deep) || (depth(folder) === depth(deep) && folder < deep)
          ? folder
          : deep,
      '',
    );
}

type Group = {url: string; steps: readonly string[]; rules: Rule[]};

function byPage(rules: readonly Rule[], baseUrl: string): Group[] {
  const groups = new Map<string, Group>();
  for (const rule of rules) {
    const [{url}] = rule.evidence;
    const group = groups.get(url) ?? {url, steps: stepsOf(url, baseUrl), rules: []};
    group.rules.push(rule);
    groups.set(url, group);
  }
  return [...groups.values()];
}

/** Parts of at most {@link MAX_RULES} rules that fit into a file, best rules first. */
function split(steps: readonly string[], rules: readonly Rule[]): Cluster[] {
  const parts: Rule[][] = [];
  let size = 0;
  const share = Math.ceil(rules.length / Math.ceil(rules.length / MAX_RULES));
  for (const rule of rules) {
    const own = sizeOf(rule);
    const last = parts.at(-1);
    if (last === undefined || last.length >= share || size + own > MAX_CHARACTERS) {
      parts.push([rule]);
      size = own;
    } else {
      last.push(rule);
      size += own;
    }
  }
  return parts.slice(0, MAX_PARTS).map((own, part) => ({steps, rules: own, part}));
}

function sizeOf({directive, condition, do: right, dont}: Rule): number {
  return (
    FRAME + directive.length + (condition?.length ?? 0) + (right?.code.length ?? 0) + (dont?.code.length ?? 0)
  );
}

/** A handful too small for a topic joins the smallest one that has room. */
function general(left: readonly Rule[], clusters: Cluster[]): Cluster[] {
  if (left.length === 0) return [];
  if (left.length >= MIN_REST || clusters.length === 0) return split([], best([...left]));
  const index = clusters.reduce(
    (least, cluster, at) => (cluster.rules.length < (clusters[least]?.rules.length ?? 0) ? at : least),
    0,
  );
  const smallest = clusters[index];
  if (smallest === undefined || smallest.rules.length + left.length > MAX_RULES) return split([], left);
  clusters[index] = {...smallest, rules: best([...smallest.rules, ...left])};
  return [];
}

function best(rules: Rule[]): Rule[] {
  return rules.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function stepsOf(url: string, baseUrl: string): string[] {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const base = URL.canParse(baseUrl) ? new URL(baseUrl).pathname.replace(/[^/]*$/, '') : '/';
  return (path.startsWith(base) ? path.slice(base.length) : path)
    .replace(/\.(?:x?html?|mdx?|php|txt)$/i, '')
    .replace(/(^|\/)index$/i, '$1')
    .split('/')
    .filter((step) => step !== '');
}
