import {describe, expect, it} from 'vitest';
import {slugOf, uniqueSlugs} from '../../source/targets/slug.ts';

const naughty = [
  '',
  '.',
  '..',
  '../../etc/passwd',
  '.git',
  '-rf',
  'CON',
  'con.txt',
  'nul',
  'LPT1',
  'a\u0000b',
  'a/b\\c',
  '日本語',
  '🎉',
  'שלום',
  '\u202egnp.exe',
  'x'.repeat(10_000),
  'é'.repeat(300),
  '$(rm -rf ~)',
  '<script>',
  "Don't panic",
  '   ',
  'AGENTS.md',
];

describe('slugOf', () => {
  it.each(naughty)('makes a safe name of %j', (text) => {
    const name = slugOf(text);
    expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(name.length).toBeLessThanOrEqual(80);
    expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)$/);
    expect(slugOf(text)).toBe(name);
  });

  it.each([
    ['React Router', 'react-router'],
    ['Node.js', 'node-js'],
    ["Don't panic", 'dont-panic'],
    ['Über Größe', 'uber-gro-e'],
    ['acme-widgets', 'acme-widgets'],
  ])('names %j %j', (text, expected) => {
    expect(slugOf(text)).toBe(expected);
  });

  it('tells long texts with the same beginning apart', () => {
    expect(slugOf(`${'x'.repeat(200)}a`)).not.toBe(slugOf(`${'x'.repeat(200)}b`));
    expect(slugOf('日本')).not.toBe(slugOf('中国'));
  });
});

describe('uniqueSlugs', () => {
  it('gives distinct names to texts that differ in case, composition or nothing at all', () => {
    const texts = ['café', 'cafe\u0301', 'CAFE', 'cafe', 'x', 'x', 'x', ...naughty, ...naughty];
    const names = uniqueSlugs(texts);
    expect(new Set(names).size).toBe(texts.length);
    expect(names[3]).toBe('cafe');
  });

  it('gives a text the same name whatever stands before it', () => {
    const [a, b] = uniqueSlugs(['A b', 'a B']);
    expect(uniqueSlugs(['a B', 'A b'])).toEqual([b, a]);
  });
});
