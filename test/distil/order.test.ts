import {describe, expect, it} from 'vitest';
import {assemble} from '../../source/assemble/assemble.ts';
import {distil} from '../../source/distil/distil.ts';
import type {Page} from '../../source/extract/page.ts';
import {box, code, item, page, paragraph, section} from './pages.ts';

const library = {name: 'Acme', version: '3.1', url: 'https://docs.acme.dev/', slug: 'acme'};
const notes = {kind: 'release-notes', title: 'Acme 3.0 release notes'} as const;

/** Pages that repeat and contradict each other, so that ties are met everywhere. */
const pages: readonly Page[] = [
  ...Array.from({length: 12}, (_, index) =>
    page(`guide/part-${index}`, [
      section(`Part ${index}`, [
        paragraph(`You must call \`acme.open_${index % 5}()\` before \`acme.read_${index % 3}()\`.`),
        paragraph(`Never pass untrusted input to \`acme.eval_${index % 4}()\`.`),
        paragraph(`\`acme.old_${index % 6}()\` is deprecated in favor of \`acme.new_${index % 6}()\`.`),
        code(`pool = acme.new_${index % 6}(${index})`),
        box('warning', 'Warning', paragraph(`Do not call \`acme.flush()\` from worker ${index}.`)),
      ]),
    ]),
  ),
  page(
    'r3',
    [section('Removed', [item('`acme.old_1()` is removed.'), item('`acme.gone()` is removed.')])],
    notes,
  ),
  page('clash-a', [section('A', [paragraph('You must call `acme.sync()` at exit.')])]),
  page('clash-b', [section('B', [paragraph('You must not call `acme.sync()` at exit.')])]),
];

function shuffled<T>(all: readonly T[], seed: number): T[] {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const keyed = all.map((value) => ({value, key: next()}));
  return keyed.sort((a, b) => a.key - b.key).map(({value}) => value);
}

async function bytes(all: readonly Page[]): Promise<string> {
  const set = await distil(() => all, {library, emit: () => undefined});
  return JSON.stringify(set);
}

describe('the rules of a site', () => {
  it('are the same bytes whatever the order of its pages', async () => {
    const expected = await bytes(pages);
    expect(JSON.parse(expected).rules.length).toBeGreaterThan(10);
    for (const seed of [1, 7, 42, 1234, 99_991]) expect(await bytes(shuffled(pages, seed))).toBe(expected);
  });

  it('fall into the same index', async () => {
    const set = await distil(() => pages, {library, emit: () => undefined});
    const ids = (all: readonly Page[]) => assemble(set, all, 'acme').index.map(({id}) => id);
    expect(ids(shuffled(pages, 5))).toEqual(ids(pages));
  });
});
