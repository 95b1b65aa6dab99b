import {describe, expect, it} from 'vitest';
import {worth} from '../../source/distil/rank.ts';
import type {Candidate} from '../../source/distil/rule.ts';
import {createSymbolTable} from '../../source/distil/symbols.ts';

const symbols = createSymbolTable();
const rule = (more: Partial<Candidate>): Candidate => ({
  kind: 'deprecation',
  condition: null,
  directive: 'Use `acme.b()` instead of `acme.a()`.',
  do: null,
  dont: null,
  identifiers: ['acme.b', 'acme.a'],
  versions: null,
  evidence: [{url: 'https://docs.acme.dev/', anchor: null, quote: 'acme.a() is deprecated.'}],
  ...more,
});
const since = (version: string, current: string): number =>
  worth(rule({versions: {since: version}}), null, current, symbols);

describe('the worth of a rule', () => {
  it.each([
    ['minor versions', '3.11', ['3.10', '3.8', '3.4', '3.1', '2.7']],
    ['a new major version', '3.2', ['3.1', '2.2', '1.9']],
    ['yearly major versions', '18.20.4', ['18.1.0', '17.0.0', '15.0.0', '12.0.0']],
  ])('falls with the age of the change, counted in %s', (_, current, versions) => {
    const values = versions.map((version) => since(version, current));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values[0]).toBeGreaterThan((values.at(-1) ?? 0) * 2);
  });

  it('is higher with code to copy and with an alternative', () => {
    const plain = worth(rule({}), null, null, symbols);
    expect(worth(rule({do: {language: null, code: 'acme.b(1)'}}), null, null, symbols)).toBeGreaterThan(
      plain,
    );
    expect(
      worth(rule({directive: 'Stop using `acme.a()`; it is deprecated.'}), null, null, symbols),
    ).toBeLessThan(plain);
  });
});
