import {parts} from './parts.mjs';
import {topics} from './topics.mjs';

const orders = [
  ['install', 'titledCode', 'boxes', 'optionTable', 'nestedList', 'codeOfManyKinds'],
  ['optionTable', 'boxes', 'folded', 'shortText', 'titledCode'],
  ['nestedList', 'fenceInFence', 'boxes', 'install', 'shortText'],
  ['titledCode', 'codeOfManyKinds', 'folded', 'optionTable', 'fenceInFence', 'boxes'],
];

/** The pages of a site in the dialect of its generator: `{slug, title, markdown}` without front matter. */
export function pagesIn(dialect) {
  return topics.map((topic, index) => {
    const next = topics[(index + 1) % topics.length];
    const sections = ['lead', ...orders[index % orders.length]].map((name) =>
      parts[name](topic, dialect, next),
    );
    return {slug: topic.slug, title: topic.title, markdown: `${sections.join('\n').trim()}\n`};
  });
}
