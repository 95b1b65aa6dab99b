/** How a generator makes the id of a heading from its text. */
export type SlugRule = keyof typeof rules;

/**
 * The ids that headings get, in page order; `null` where the rule gives none.
 *
 * - `github`: github-slugger, as used by Docusaurus, Astro, Nextra, GitHub
 * - `mdit`: the slugify of VitePress (`@mdit-vue/shared`)
 * - `markdown`: the `toc` extension of Python-Markdown (MkDocs)
 * - `docutils`: `docutils.nodes.make_id` (Sphinx with MyST before it follows GitHub)
 *
 * @param headings - their text, code spans in backticks
 */
export function slugsOf(headings: readonly string[], rule: SlugRule): (string | null)[] {
  const {slug, join} = rules[rule];
  const counts = new Map<string, number>();
  return headings.map((heading) => {
    const base = slug(heading.replaceAll('`', '').trim());
    if (base === '') return null;
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return count === 0 ? base : `${base}${join}${count}`;
  });
}

const rules = {
  github: {
    slug: (text: string) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
        .replaceAll(' ', '-'),
    join: '-',
  },
  mdit: {
    slug: (text: string) =>
      plain(text)
        .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, '-')
        .replace(/^-|-$/g, '')
        .replace(/^(\d)/, '_$1')
        .toLowerCase(),
    join: '-',
  },
  markdown: {
    slug: (text: string) =>
      ascii(text)
        .replace(/[^\w\s-]/g, '')
        .trim()
        .toLowerCase()
        .replace(/[-\s]+/g, '-'),
    join: '_',
  },
  docutils: {
    slug: (text: string) =>
      ascii(text)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^[-0-9]+|-+$/g, ''),
    join: '-',
  },
} as const;

export const slugRules = Object.keys(rules) as readonly SlugRule[];

function plain(text: string): string {
  return text.normalize('NFKD').replace(/[\u0300-\u036F]/g, '');
}

function ascii(text: string): string {
  return text.normalize('NFKD').replace(/[^ -~]/g, '');
}
