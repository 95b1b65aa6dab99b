import type {Refusal} from './never.ts';
import type {Robots} from './robots.ts';
import {isSameHost} from './same-host.ts';
import type {Scope} from './scope.ts';

/** Whether a page belongs to the run. */
export type Judge = {
  readonly robots: Robots;
  /** For a link: `'foreign'` = another host, scheme or port; `null` = read it. */
  readonly link: (url: URL) => Refusal | 'foreign' | null;
  /** For the target of a redirect, where http and https of one host are the same. */
  readonly redirect: (from: URL, to: URL) => Refusal | null;
};

/** @param otherTree - a refusal for pages of another language or version */
export function createJudge(
  scope: Scope,
  robots: Robots,
  otherTree: (url: URL) => Refusal | null = () => null,
): Judge {
  const origin = new URL(scope.origin);

  const refuse = (url: URL): Refusal | null => {
    const refusal = scope.refuse(url);
    // A page outside of the folder may stand there because it is of another language: that says more.
    const tree = refusal === null || refusal.reason === 'scope' ? otherTree(url) : null;
    if (tree ?? refusal) return tree ?? refusal;
    const {allowed, line} = robots.check(url);
    return allowed ? null : {reason: 'robots', detail: line ?? 'robots.txt'};
  };

  return {
    robots,
    link: (url) => (url.origin === scope.origin ? refuse(url) : 'foreign'),
    redirect: (from, to) => {
      const sameHost = isSameHost(from, to) && isSameHost(origin, to);
      return sameHost ? refuse(to) : {reason: 'scope', detail: `redirects to ${to.origin}${to.pathname}`};
    },
  };
}
