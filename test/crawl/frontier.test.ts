import {describe, expect, test} from 'vitest';
import {type Candidate, createFrontier} from '../../source/crawl/frontier.ts';
import {rankOf} from '../../source/crawl/rank.ts';

const host = 'https://example.org';

function candidate(path: string, facts: Partial<Candidate> = {}): Candidate {
  return {key: host + path, rank: 1, depth: 1, position: 0, ...facts};
}

function drain(frontier: ReturnType<typeof createFrontier>): string[] {
  const keys: string[] = [];
  for (let next = frontier.take(); next; next = frontier.take()) keys.push(next.key.slice(host.length));
  return keys;
}

describe('the frontier', () => {
  test('hands out by rank, then depth, then position, then address', () => {
    const frontier = createFrontier();
    const wanted = [
      candidate('/z', {rank: 0, depth: 9, position: 9}),
      candidate('/y', {depth: 1, position: 5}),
      candidate('/a', {depth: 2, position: 1}),
      candidate('/b', {depth: 2, position: 1}),
      candidate('/c', {depth: 2, position: 2}),
      candidate('/d', {rank: 3, depth: 1}),
    ];
    for (const one of [...wanted].reverse()) frontier.offer(one);
    expect(drain(frontier)).toEqual(wanted.map(({key}) => key.slice(host.length)));
  });

  test('gives the same order whatever the order of the offers', () => {
    const pages = Array.from({length: 200}, (_, i) =>
      candidate(`/${i}`, {rank: ((i * 7) % 4) as Candidate['rank'], depth: (i * 3) % 5}),
    );
    const orders = [pages, [...pages].reverse(), [...pages].sort((a, b) => (a.key < b.key ? 1 : -1))].map(
      (offers) => {
        const frontier = createFrontier();
        for (const one of offers) frontier.offer(one);
        return drain(frontier);
      },
    );
    expect(orders[0]).toHaveLength(200);
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
  });

  test('hands each page out once, also when it is offered again', () => {
    const frontier = createFrontier();
    frontier.offer(candidate('/a'));
    frontier.offer(candidate('/a', {depth: 0}));
    expect(frontier.take()).toMatchObject({depth: 0});
    frontier.offer(candidate('/a', {rank: 0}));
    expect(frontier.take()).toBeNull();
  });

  test('moves a page forward and never back', () => {
    const frontier = createFrontier();
    frontier.offer(candidate('/a', {depth: 3}));
    frontier.offer(candidate('/b', {depth: 2}));
    frontier.offer(candidate('/a', {depth: 1}));
    frontier.offer(candidate('/a', {depth: 5}));
    expect(drain(frontier)).toEqual(['/a', '/b']);
  });

  test('never hands out what it was told to forget', () => {
    const frontier = createFrontier();
    frontier.offer(candidate('/a'));
    frontier.forget(`${host}/a`);
    frontier.forget(`${host}/b`);
    frontier.offer(candidate('/b'));
    expect(frontier.take()).toBeNull();
  });

  test('reads twenty single releases first and the others last', () => {
    const frontier = createFrontier();
    for (let i = 0; i < 60; i += 1)
      frontier.offer(candidate(`/releases/4.${i}.html`, {rank: 0, position: i}));
    frontier.offer(candidate('/guide.html'));
    frontier.offer(candidate('/upgrade.html', {rank: 0, position: 99}));
    const order = drain(frontier);
    expect(order).toHaveLength(62);
    expect(order.indexOf('/upgrade.html')).toBe(20);
    expect(order.indexOf('/guide.html')).toBe(21);
    expect(order.at(-1)).toBe('/releases/4.59.html');
  });
});

describe('the reading order', () => {
  test.each<[string, string, number]>([
    ['/docs/migration-guide/', '', 0],
    ['/docs/upgrading.html', '', 0],
    ['/docs/breaking-changes', '', 0],
    ['/docs/deprecations.html', '', 0],
    ['/docs/release_notes/', '', 0],
    ['/docs/whatsnew/', '', 0],
    ['/docs/changelog', '', 0],
    ['/docs/security.html', '', 0],
    ['/docs/best-practices/', '', 0],
    ['/docs/v5', 'Migrating to version 5', 0],
    ['/docs/x', "What's New", 0],
    ['/docs/guide/a', '', 1],
    ['/docs/quickstart.html', '', 1],
    ['/docs/x', 'Getting started', 1],
    ['/docs/tutorial/', 'API tutorial', 1],
    ['/docs/api/fs.html', '', 2],
    ['/docs/reference/', '', 2],
    ['/docs/x', 'Class index of modules', 2],
    ['/docs/x', 'Something', 3],
    ['/docs/insecurity-blanket', '', 3],
    ['/', '', 3],
  ])('%s "%s" has rank %i', (path, text, rank) => {
    expect(rankOf(path, text)).toBe(rank);
  });

  test('long link texts take no time', () => {
    const startedAt = performance.now();
    rankOf(`/${'release-'.repeat(100_000)}`, 'what s '.repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});
