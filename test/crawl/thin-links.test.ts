import {describe, expect, it} from 'vitest';
import {createFrontier} from '../../source/crawl/frontier.ts';
import {createJudge} from '../../source/crawl/judge.ts';
import {createKnownPages} from '../../source/crawl/known-pages.ts';
import {parseRobots} from '../../source/crawl/robots.ts';
import {createScope} from '../../source/crawl/scope.ts';
import {thinLinks} from '../../source/crawl/thin-links.ts';

const seed = 'https://a.dev/docs/';
const link = (path: string, text = '') => ({href: new URL(path, seed).href, text});

/** The pages that links offer, best first, beside those of a page that lists the same and more. */
function orderOf(links: readonly ReturnType<typeof link>[], canonical: string | null): string[] {
  const scope = createScope({seed: new URL(seed), include: [], exclude: []});
  const judge = createJudge(scope, parseRobots('', 'rules-maker'));
  const known = createKnownPages({judge, maxDepth: 9, emit: () => undefined});
  const frontier = createFrontier();
  const read = {
    canonical,
    nofollow: false,
    content: null,
    hash: '',
    empty: false,
    signature: [],
    shell: null,
  };
  const others = Array.from({length: 12}, (_, at) => link(`other-${at}`));
  for (const page of [links, others])
    for (const candidate of known.addLinks({url: seed, depth: 0}, {...read, links: page}))
      frontier.offer(candidate);
  const order: string[] = [];
  for (let next = frontier.take(); next; next = frontier.take()) order.push(`${next.key} ${next.position}`);
  return order;
}

describe('links that change nothing', () => {
  const index = [
    link('a#1', 'one'),
    link('a#2', 'two'),
    link('b#1', 'three'),
    link('a#3', 'Reference of a'),
    link('a#4', 'API of a'),
    link('https://b.dev/docs/a', 'elsewhere'),
    link('c', 'What’s new in c'),
    link('b', 'Changelog'),
    link('b#2', 'Guide'),
    link('d#/route', 'd'),
    link('d#/other', 'd'),
    link('e', ''),
  ];

  it('are left out; the others keep their place', () => {
    expect(thinLinks(index, seed)).toEqual([
      link('a#1', 'one'),
      {...link('b#1', 'three'), at: 2},
      {...link('a#3', 'Reference of a'), at: 3},
      {...link('c', 'What’s new in c'), at: 6},
      {...link('b', 'Changelog'), at: 7},
      {...link('d#/route', 'd'), at: 9},
      {...link('d#/other', 'd'), at: 10},
      {...link('e', ''), at: 11},
    ]);
  });

  it.each([null, 'https://a.dev/docs/canon'])(
    'leave the crawl as it is, with the canonical address %s',
    (canonical) => {
      expect(orderOf(thinLinks(index, seed), canonical)).toEqual(orderOf(index, canonical));
    },
  );

  it('are none on a page that leads to each page once', () => {
    const links = [link('a'), link('b#x'), link('http://www.a.dev:81/c'), link('https://u@x.dev/')];
    expect(thinLinks(links, seed)).toEqual(links);
  });
});
