import {expect, test} from 'vitest';
import {type SlugRule, slugsOf} from '../../source/extract/heading-slugs.ts';

test.each<[SlugRule, string[]]>([
  ['github', ['use-acmeclose-first', 'faq--more', 'über-uns', 'über-uns-1', '2-steps']],
  ['mdit', ['use-acme-close-first', 'faq-more', 'uber-uns', 'uber-uns-1', '_2-steps']],
  ['markdown', ['use-acmeclose-first', 'faq-more', 'uber-uns', 'uber-uns_1', '2-steps']],
  ['docutils', ['use-acme-close-first', 'faq-more', 'uber-uns', 'uber-uns-1', 'steps']],
])('%s makes ids of headings as its generators do', (rule, expected) => {
  expect(
    slugsOf(['Use `acme.close()` first', 'FAQ & more', 'Über uns', 'Über uns', '2 steps'], rule),
  ).toEqual(expected);
});

test('a heading without letters has none', () => {
  expect(slugsOf(['…'], 'docutils')).toEqual([null]);
});
