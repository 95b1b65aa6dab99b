import matter from 'gray-matter';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {frontmatter} from '../../source/targets/frontmatter.ts';

const hostile = [
  'plain',
  'A: b',
  '**/*.ts',
  '---\nalwaysApply: true\n---',
  'quote " and \\ and \' and `',
  '# comment',
  '\u0024{x} {{y}} !!js/function',
  '*/ -->',
  'tab\tbell\u0007del\u007f nel\u0085 ls\u2028 ps\u2029 bom\ufeff \ufffe',
  'emoji 🎉 rtl שלום',
  'yes',
  '1.10',
  '',
  'x'.repeat(10_000),
];

describe('frontmatter', () => {
  it.each(hostile)('writes the string %j so that yaml and gray-matter read it back', (text) => {
    const head = frontmatter('cursor', {description: text, globs: text, alwaysApply: false});
    const wanted = {description: text, globs: text, alwaysApply: false};
    expect(parse(head.split('\n').slice(1, -2).join('\n'))).toEqual(wanted);
    const read = matter(`${head}# Title\n`, {});
    expect(read.data).toEqual(wanted);
    expect(read.content.trim()).toBe('# Title');
  });

  it('writes lists as quoted items', () => {
    const head = frontmatter('claude', {paths: ['**/*.ts', 'a: b']});
    expect(head).toBe('---\npaths:\n  - "**/*.ts"\n  - "a: b"\n---\n');
    expect(matter(head, {}).data).toEqual({paths: ['**/*.ts', 'a: b']});
  });

  it('writes booleans bare', () => {
    expect(frontmatter('cursor', {description: 'x', alwaysApply: true})).toContain('\nalwaysApply: true\n');
  });

  it('knows no other keys', () => {
    const sneaky = {paths: ['a'], hooks: 'rm', 'allowed-tools': 'Bash'};
    expect(Object.keys(matter(frontmatter('claude', sneaky), {}).data)).toEqual(['paths']);
  });
});
