import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {topics} from './topics.mjs';

export const dialect = {
  link: (slug) => `./${slug}.md`,
  codeTitle: () => '{2}',
  admonition: (kind, title, text) => `::: ${kind} ${title}\n\n${text}\n\n:::`,
  details: (summary, text) => `::: details ${summary}\n\n${text}\n\n:::`,
  tabs: (tabs) =>
    `::: code-group\n\n${tabs.map(([label, text]) => text.replace(/^(```\w+)/, `$1 [${label}]`)).join('\n\n')}\n\n:::`,
};

export const command = ['vitepress/bin/vitepress.js', 'build', '.'];
export const out = '.vitepress/dist';
export const file = ({slug, title, markdown}) => [`${slug}.md`, `# ${title}\n\n${markdown}`];

export function configure(folder) {
  const config = {
    title: 'Tidewater',
    base: '/vitepress/',
    ignoreDeadLinks: true,
    markdown: {lineNumbers: true},
    themeConfig: {
      nav: [{text: 'Code', link: 'https://code.example/'}],
      sidebar: topics.map(({slug, title}) => ({text: title, link: `/${slug}`})),
      editLink: {pattern: 'https://code.example/:path'},
      footer: {message: 'MIT', copyright: '© Tidewater'},
    },
  };
  mkdirSync(join(folder, '.vitepress'), {recursive: true});
  writeFileSync(join(folder, '.vitepress/config.mjs'), `export default ${JSON.stringify(config)};\n`);
}
