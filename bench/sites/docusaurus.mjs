import {writeFileSync} from 'node:fs';
import {join} from 'node:path';

export const dialect = {
  link: (slug) => `./${slug}.mdx`,
  codeTitle: (title) => `title="${title}" showLineNumbers`,
  admonition: (kind, title, text) => `:::${kind}${title ? `[${title}]` : ''}\n\n${text}\n\n:::`,
  details: (summary, text) => `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`,
  tabs: (tabs) =>
    `<Tabs>\n${tabs.map(([label, text]) => `<TabItem value="${label}" label="${label}">\n\n${text}\n\n</TabItem>`).join('\n')}\n</Tabs>`,
};

export const command = ['@docusaurus/core/bin/docusaurus.mjs', 'build', '--out-dir', 'out'];
export const out = 'out';
const imports = `import Tabs from '@theme/Tabs';\nimport TabItem from '@theme/TabItem';\n\n`;
export const file = ({slug, title, markdown}) => [
  `docs/${slug}.mdx`,
  `---\ntitle: ${title}\n---\n\n${imports}${markdown}`,
];

export function configure(folder) {
  const config = {
    title: 'Tidewater',
    url: 'https://docs.example',
    baseUrl: '/docusaurus/',
    onBrokenLinks: 'ignore',
    presets: [['classic', {docs: {routeBasePath: '/', editUrl: 'https://code.example/'}, blog: false}]],
    themeConfig: {
      navbar: {title: 'Tidewater', items: [{href: 'https://code.example/', label: 'Code'}]},
      footer: {
        copyright: '© Tidewater',
        links: [{title: 'More', items: [{label: 'Blog', href: 'https://blog.example/'}]}],
      },
    },
  };
  writeFileSync(join(folder, 'docusaurus.config.mjs'), `export default ${JSON.stringify(config)};\n`);
}
