import {describe, expect, it} from 'vitest';
import type {Rule} from '../../source/distil/rule.ts';
import {renderRule} from '../../source/targets/render-rule.ts';
import {rule} from './sample.ts';

const library = {name: 'Acme', version: '3.0', url: 'https://docs.acme.dev/'};
const hosts = new Set(['docs.acme.dev']);

const render = (fields: Partial<Rule>, options = {}) =>
  renderRule(rule('x', fields), library, hosts, options);

describe('renderRule', () => {
  it.each<[Partial<Rule>, string]>([
    [{directive: 'Do it.'}, '- Do it.'],
    [{directive: 'Do it.', condition: ' '}, '- Do it.'],
    [{directive: 'Do it.', condition: 'in a worker'}, '- **When** in a worker: Do it.'],
    [
      {directive: 'Do it.', condition: 'in a worker', versions: {since: '3.0'}},
      '- **When** in a worker (Acme >= 3.0): Do it.',
    ],
    [
      {directive: 'Do it.', condition: 'in a worker', versions: {since: '3.0', removed: '4.0'}},
      '- **When** in a worker (Acme >= 3.0, old way removed in 4.0): Do it.',
    ],
    [
      {directive: 'Do it.', condition: 'in a worker', versions: {removed: '4.0'}},
      '- **When** in a worker (old way removed in Acme 4.0): Do it.',
    ],
    [{directive: 'Do it.', versions: {since: '3.0'}}, '- **When** using Acme >= 3.0: Do it.'],
    [
      {directive: 'Do it.', versions: {removed: '4.0'}},
      '- **When** using Acme (old way removed in 4.0): Do it.',
    ],
    [{directive: 'Do it.', versions: {}}, '- Do it.'],
    [{directive: '---'}, '- \\---'],
    [{directive: '# Heading'}, '- \\# Heading'],
    [{directive: 'Stop.\n\n# New section'}, '- Stop. # New section'],
  ])('writes %j as %j', (fields, expected) => {
    expect(render(fields)).toEqual([expected]);
  });

  it('puts code of one line into the line', () => {
    const lines = render({
      do: {language: 'ts', code: 'await x(w)\n'},
      dont: {language: 'ts', code: 'y(`w`)'},
    });
    expect(lines[1]).toBe("  Do: `await x(w)`  Don't: ``y(`w`)``");
  });

  it('puts longer code into a fence that nothing inside can close', () => {
    const code = '```\n\n@acme/core <!-- x --> $1\n---\n````';
    expect(render({do: {language: 'md', code}, dont: {language: null, code: 'x'}})).toEqual([
      '- Call `acme.x()` once.',
      "  Don't: `x`",
      '',
      '  Do:',
      '',
      '  `````md',
      '  ```',
      '',
      '  @acme/core <!-- x --> $1',
      '  ---',
      '  ````',
      '  `````',
      '',
    ]);
  });

  it('keeps blank lines and indentation of code, and drops those around it', () => {
    const lines = render({do: {language: 'py', code: '\n\n  def x():\n\n\n\treturn 1\r\n\n'}});
    expect(lines.slice(4)).toEqual(['  ```py', '    def x():', '', '', '  \treturn 1', '  ```', '']);
  });

  it('leaves fences out where they cost too much', () => {
    const lines = render(
      {do: {language: 'ts', code: 'a\nb'}, dont: {language: 'ts', code: 'c'}},
      {fences: false},
    );
    expect(lines).toEqual(['- Call `acme.x()` once.', "  Don't: `c`"]);
  });

  it('leaves empty code out', () => {
    expect(render({do: {language: 'ts', code: ' \n '}})).toHaveLength(1);
  });
});
