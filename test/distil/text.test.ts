import {describe, expect, it} from 'vitest';
import {identifiersIn} from '../../source/distil/identifiers.ts';
import {containsQuote, normalise} from '../../source/distil/normalise.ts';
import {splitSentences} from '../../source/distil/sentences.ts';
import {createSymbolTable, signatureName} from '../../source/distil/symbols.ts';
import {topicOf} from '../../source/distil/topic.ts';
import {fromGerund, fromParticiple} from '../../source/distil/verbs.ts';
import {compareVersions} from '../../source/distil/versions.ts';
import {asciiSlug} from '../../source/format/slug.ts';
import {item, page, paragraph, section} from './pages.ts';

describe('normalise', () => {
  it.each([
    ['\u201Cuse\u201D it\u2019s \u2014 fine', '"use" it\'s - fine'],
    ['call `a.b()`  **now**', 'call a.b() now'],
    ['so\u00ADft\u200B', 'soft'],
    ['`snake_case` and _word_', 'snake_case and word'],
    ['> quoted | cell', 'quoted cell'],
    ['name__in and __all__', 'name__in and all'],
    ['\uFB01le', 'file'],
  ])('gives %j the one form', (text, form) => {
    expect(normalise(text)).toBe(form);
  });

  it('finds quotes with and without code marks on a page', () => {
    const one = page('one', [section('A', [paragraph('Call `__init__` and `*args` first.')])]);
    expect(containsQuote(one, 'Call __init__ and *args first.')).toBe(true);
    expect(containsQuote(one, 'Call __exit__ first.')).toBe(false);
  });
});

describe('splitSentences', () => {
  it('keeps abbreviations, code and parentheses together', () => {
    expect(
      splitSentences('Use e.g. `a. B` here. It works (see this. And that.) well. Version 2.0 is out.'),
    ).toEqual(['Use e.g. `a. B` here.', 'It works (see this. And that.) well.', 'Version 2.0 is out.']);
  });
});

describe('hostile text', () => {
  it.each([
    ['an open parenthesis before many sentences', `(${'Ab cd. '.repeat(60_000)}`],
    ['marks without end', `a${'_'.repeat(300_000)}b`],
    ['code marks without end', '`'.repeat(300_001)],
    ['white space without end', `x${' '.repeat(300_000)}y`],
    ['dots without end', 'a.'.repeat(150_000)],
  ])('is read in linear time: %s', (_, text) => {
    const started = performance.now();
    splitSentences(text);
    normalise(text);
    identifiersIn(text);
    signatureName(text);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe('identifiersIn', () => {
  it('knows code by marks and by shape, and names of products as words', () => {
    expect(
      identifiersIn('Use `fields`, os.path, snake_name, run() and --flag on GitHub with Node.js.'),
    ).toEqual(['fields', 'os.path', 'snake_name', 'run', '--flag']);
  });
});

describe('createSymbolTable', () => {
  it('learns names from inline code, headings and signatures and counts pages', () => {
    const symbols = createSymbolTable();
    symbols.add(page('one', [section('`acme.open`(path)', [item('See `Widget`.')], {signature: true})]));
    symbols.add(page('two', [section('Two', [paragraph('A `Widget` is plain.')])]));
    expect(symbols.has('acme.open')).toBe(true);
    expect(symbols.has('open')).toBe(true);
    expect(symbols.has('plain')).toBe(false);
    expect(symbols.count('Widget')).toBe(2);
  });

  it.each([
    ['class flask.Flask(import_name, static=None)', 'flask.Flask'],
    ['async fetch(url) \u2192 Response', 'fetch'],
    ['DEBUG = False', 'DEBUG'],
  ])('reads the name off the signature %s', (heading, name) => {
    expect(signatureName(heading)).toBe(name);
  });
});

describe('small parts', () => {
  it.each([
    ['called', 'call'],
    ['used', 'use'],
    ['written', 'write'],
    ['applied', 'apply'],
    ['blue', null],
  ])('takes %s back to %s', (word, verb) => {
    expect(fromParticiple(word)).toBe(verb);
  });

  it.each([
    ['passing', 'pass'],
    ['using', 'use'],
    ['setting', 'set'],
    ['string', null],
  ])('takes the gerund %s back to %s', (word, verb) => {
    expect(fromGerund(word)).toBe(verb);
  });

  it('compares versions by the parts both name', () => {
    expect(compareVersions('3.2', '3.2.19')).toBe(0);
    expect(compareVersions('3.10', '3.9')).toBeGreaterThan(0);
    expect(compareVersions('1.11', '2.0')).toBeLessThan(0);
  });

  it('makes ASCII slugs of at most 60 bytes', () => {
    expect(asciiSlug('Caf\u00E9 & Node.js')).toBe('cafe-node-js');
    expect(asciiSlug('\u6587')).toBe('general');
    expect(asciiSlug('x'.repeat(90))).toHaveLength(60);
  });

  it('names the topic after the first two steps of the address', () => {
    expect(topicOf('https://a.dev/docs/ref/models/fields.html', 'https://a.dev/docs/')).toBe('ref-models');
    expect(topicOf('https://a.dev/docs/index.html', 'https://a.dev/docs/')).toBe('general');
  });
});
