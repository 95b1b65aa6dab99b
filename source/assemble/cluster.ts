import type {Rule} from '../distil/rule.ts';

/** Rules that go into one topic, best first, and the pages or folder they come from. */
export type Cluster = {
  readonly steps: readonly string[];
  readonly rules: readonly Rule[];
  readonly part: number;
};

const MIN_RULES = 3;
const MAX_RULES = 30;
/** A page with this many rules is a topic of its own. */
const OWN_TOPIC = 8;

/**
 * Groups rules by the page they cite first: rich pages stand alone, poor ones share a topic with their neighbours in the
 * same folder, what is left over goes to one general cluster.
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
  for (const group of byPage(rules, baseUrl).sort(
    (a, b) => place(a) - place(b) || (a.url < b.url ? -1 : 1),
  )) {
    if (group.rules.length >= OWN_TOPIC) clusters.push(...split(group.steps, group.rules));
    else {
      const folder = group.steps.slice(0, -1).join('/');
      folders.set(folder, [...(folders.get(folder) ?? []), group]);
    }
  }
  const left: Rule[] = [];
  for (const [folder, groups] of folders) {
    const together = best(groups.flatMap((group) => group.rules));
    const steps = folder === '' ? [] : folder.split('/');
    const [only] = groups;
    if (together.length < MIN_RULES || steps.length === 0) left.push(...together);
    else clusters.push(...split(groups.length === 1 && only ? only.steps : steps, together));
  }
  const rest = general(left, clusters);
  return [...clusters, ...rest];
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

/** Equal parts of at most {@link MAX_RULES}, best rules first. */
function split(steps: readonly string[], rules: readonly Rule[]): Cluster[] {
  const parts = Math.ceil(rules.length / MAX_RULES);
  const size = Math.ceil(rules.length / parts);
  return Array.from({length: parts}, (_, part) => ({
    steps,
    rules: rules.slice(part * size, (part + 1) * size),
    part,
  }));
}

/** A handful too small for a topic joins the smallest one that has room. */
function general(left: readonly Rule[], clusters: Cluster[]): Cluster[] {
  if (left.length === 0) return [];
  if (left.length >= MIN_RULES || clusters.length === 0) return split([], best([...left]));
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
