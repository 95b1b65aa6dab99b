import {describe, expect, it} from 'vitest';
import type {Found} from '../../source/distil/merge.ts';
import {merge} from '../../source/distil/merge.ts';
import {settle} from '../../source/distil/settle.ts';

const found = (directive: string, release: string | null = null): Found => ({
  candidate: {
    kind: 'prefer',
    condition: null,
    directive,
    do: null,
    dont: null,
    identifiers: [],
    versions: null,
    evidence: [{url: `https://docs.acme.dev/${directive.length}.html`, anchor: null, quote: directive}],
  },
  release,
  topic: 'pool',
  globs: [],
});

describe('settle', () => {
  it('leaves nothing that a second turn would drop', () => {
    const rules = [
      found('Use `acme.b()` instead of `acme.a()`.', '2.0'),
      found('Use `acme.c()` instead of `acme.b()`.', '2.1'),
      found('Use `acme.d()` instead of `acme.c()`.', '2.2'),
      found('Set `POOL` to 3.'),
      found('Set `POOL` to 4.'),
    ];
    const {kept} = settle(rules);
    expect(settle(kept).dropped).toEqual([]);
    expect(kept.map(({candidate}) => candidate.directive)).toContain('Use `acme.d()` instead of `acme.c()`.');
  });
});

describe('merge', () => {
  it('does not take two names that went in one version for one', () => {
    const rules = ['acme_wait', 'acme_free'].map((name) =>
      found(`Stop using \`${name}\`; it is deprecated since 2.32.`),
    );
    expect(merge(rules).kept).toHaveLength(2);
  });

  it('takes the same words with and without marks of code for one', () => {
    const rules = ['the pack `zip_all` command', 'the `pack` `zip_all` command'].map((old) =>
      found(`Replace ${old} with \`zip\`.`),
    );
    expect(merge(rules).kept).toHaveLength(1);
  });
});
