import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const kinds = {warning: 'caution', tip: 'tip', danger: 'danger'};

export const dialect = {
  link: (slug) => `/starlight/${slug}/`,
  // Marks of inserted lines are rare in real documentation.
  codeTitle: (title) => `title="${title}" {2}${title.includes('harbour') ? ' ins={5}' : ''}`,
  admonition: (kind, title, text) => `:::${kinds[kind]}${title ? `[${title}]` : ''}\n${text}\n:::`,
  details: (summary, text) => `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`,
  tabs: (tabs) =>
    `<Tabs>\n${tabs.map(([label, text]) => `<TabItem label="${label}">\n\n${text}\n\n</TabItem>`).join('\n')}\n</Tabs>`,
};

export const command = ['astro/bin/astro.mjs', 'build'];
export const out = 'dist';
const imports = `import {Tabs, TabItem} from '@astrojs/starlight/components';\n\n`;
export const file = ({slug, title, markdown}) => [
  `src/content/docs/${slug}.mdx`,
  `---\ntitle: ${title}\n---\n\n${imports}${markdown}`,
];

export function configure(folder) {
  const options = {
    title: 'Tidewater',
    pagefind: false,
    editLink: {baseUrl: 'https://code.example/'},
    social: [{icon: 'github', label: 'Code', href: 'https://code.example/'}],
    lastUpdated: false,
  };
  mkdirSync(join(folder, 'src'), {recursive: true});
  writeFileSync(
    join(folder, 'astro.config.mjs'),
    `import {defineConfig} from 'astro/config';
import starlight from '@astrojs/starlight';
export default defineConfig({base: '/starlight', site: 'https://docs.example', integrations: [starlight(${JSON.stringify(options)})]});\n`,
  );
  writeFileSync(
    join(folder, 'src/content.config.ts'),
    `import {defineCollection} from 'astro:content';
import {docsLoader} from '@astrojs/starlight/loaders';
import {docsSchema} from '@astrojs/starlight/schema';
export const collections = {docs: defineCollection({loader: docsLoader(), schema: docsSchema()})};\n`,
  );
}
