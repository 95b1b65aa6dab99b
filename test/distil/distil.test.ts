import {describe, expect, it} from 'vitest';
import {distil} from '../../source/distil/distil.ts';
import {detectLibrary} from '../../source/distil/library.ts';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {item, page, paragraph, section} from './pages.ts';

const library = {name: 'Acme', version: '3.1', url: 'https://docs.acme.dev/', slug: 'acme'};
const notes = {kind: 'release-notes', title: 'Acme 3.0 release notes'} as const;
const pages = [
  page('guide', [
    section('Open', [
      paragraph('You must call `acme.open()` before `acme.read()`.'),
      paragraph('`acme.old()` is deprecated in favor of `acme.fresh()`.'),
    ]),
  ]),
  page(
    'releases/3.0',
    [
      section('Deprecated', [
        item('`acme.old()` is deprecated in favor of `acme.fresh()`.'),
        item('`acme.gone()` is removed.'),
      ]),
    ],
    notes,
  ),
  page('timeline', [section('3.0', [item('`acme.old()` is deprecated.')])], {
    ...notes,
    title: 'Deprecation timeline',
  }),
];

async function run(all = pages) {
  const events: RunEventBody[] = [];
  const set = await distil(() => all, {library, emit: (event) => events.push(event)});
  return {set, events};
}

describe('distil', () => {
  it('keeps one rule for what several pages say, with the evidence of each', async () => {
    const {set} = await run();
    const rule = set.rules.find(({directive}) => directive === 'Use `acme.fresh()` instead of `acme.old()`.');
    expect(rule?.evidence.map(({url}) => url).sort()).toEqual(pages.map(({url}) => url).sort());
    expect(set.rules.filter(({directive}) => directive.includes('acme.old'))).toHaveLength(1);
  });

  it('gives unique ids in the promised form and sorts by score', async () => {
    const {set} = await run();
    const ids = set.rules.map(({id}) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^acme\.[a-z0-9-]+\.[0-9a-f]{8}$/);
    const scores = set.rules.map(({score}) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBe(1);
  });

  it('gives the same rules twice, and for another order of the pages', async () => {
    const [once, twice, reversed] = [await run(), await run(), await run([...pages].reverse())];
    expect(twice.set).toEqual(once.set);
    expect(reversed.set.rules.map(({directive}) => directive)).toEqual(
      once.set.rules.map(({directive}) => directive),
    );
  });

  it('tells what it kept and what it dropped', async () => {
    const {set, events} = await run();
    expect(events.filter(({type}) => type === 'rule.distilled')).toHaveLength(set.rules.length);
    expect(events).toContainEqual(expect.objectContaining({type: 'rule.dropped', reason: 'duplicate'}));
  });

  it('keeps only rules that can hold together', async () => {
    const clash = [
      page('a', [section('A', [paragraph('You must call `acme.flush()` at exit.')])]),
      page('b', [section('B', [paragraph('You must not call `acme.flush()` at exit.')])]),
    ];
    const {set, events} = await run(clash);
    expect(set.rules).toEqual([]);
    expect(
      events.filter((event) => event.type === 'rule.dropped' && event.reason === 'contradiction'),
    ).toHaveLength(2);
  });
});

describe('detectLibrary', () => {
  it.each([
    [
      ['Welcome to Flask \u2014 Flask Documentation (2.2.x)', 'API \u2014 Flask Documentation (2.2.x)'],
      'https://x.dev/',
      'Flask',
      '2.2.x',
    ],
    [['Django 3.2 documentation', 'Models | Django 3.2 documentation'], 'https://x.dev/', 'Django', '3.2'],
    [['Node.js v18.20.4 documentation'], 'https://x.dev/', 'Node.js', '18.20.4'],
    [['Start', 'More'], 'https://docs.acme.dev/guide/', 'acme', null],
    [['API reference'], 'http://127.0.0.1:8000/', 'documentation', null],
  ])('reads %j', (titles, url, name, version) => {
    expect(
      detectLibrary(
        titles.map((title, index) => page(String(index), [], {title})),
        url,
      ),
    ).toMatchObject({name, version, url});
  });

  it('trusts the version that pages state over titles', () => {
    const found = detectLibrary(
      [page('i', [], {title: 'Acme documentation', version: '4.5.6'})],
      'https://x.dev/',
    );
    expect(found).toEqual({name: 'Acme', version: '4.5.6', url: 'https://x.dev/', slug: 'acme'});
  });
});
