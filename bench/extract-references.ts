/**
 * Where the documentation of a page stands, by hand, site by site: what `npm run bench extract` measures against.
 * Written while looking at the pages, and read by a parser of its own; nothing here comes from `source/extract`.
 */

export type SiteReference = {
  readonly site: string;
  /** Paths that hold no documentation text: indexes, searches, listings of sources, lists of uses. */
  readonly skip: RegExp;
  /** The main content: the first of these selectors that matches. */
  readonly content: readonly string[];
  /** A title that is no `h1` to `h6`. */
  readonly title: string;
  /** Inside of the content, but no part of it: permalinks, buttons, source links, breadcrumbs, tool tips. */
  readonly drop: string;
  /** Neither asked for nor held against a converter: tables of contents of the same page, labels of tabs. */
  readonly neutral: string;
  readonly code: string;
  /** Where a page states the language of a code block: an attribute on the block, inside of it or around it. */
  readonly language: LanguageRule | null;
  /** Tables that only place things. */
  readonly layout: string;
  /** Written as code, so that links in it cannot be kept. */
  readonly signature: string;
  /** Headings that are the titles of boxes. */
  readonly boxTitle: string;
  /** Nobody who works on the extractor opens these pages. */
  readonly heldOut: boolean;
};

type LanguageRule = {readonly closest: string; readonly attribute: string; readonly pattern: RegExp};

const rest: Omit<SiteReference, 'site' | 'content'> = {
  skip: /^404\.html/,
  title: '.nothing',
  drop: '.headerlink',
  neutral: '.toc',
  code: 'pre',
  language: null,
  layout: '.nothing',
  signature: '.nothing',
  boxTitle:
    '.admonition :is(h1, h2, h3, h4, h5, h6), .note > h3, .warning > h3, .caution > h3, .important > h3, .tip > h3',
  heldOut: false,
};

const sphinx: typeof rest = {
  ...rest,
  skip: /(?:^|\/)(?:genindex|search|py-modindex|modindex|contents|_modules)\b/,
  drop: '.headerlink, .viewcode-link, .linenos, .deck',
  neutral:
    'nav.contents, aside.contents, aside.topic:has(> ul.simple > li > p > a.reference.internal), div.contents.topic',
  language: {closest: '[class*="highlight-"]', attribute: 'class', pattern: /(?:^| )highlight-(\S+)/},
  signature: 'dt.sig',
};

const javadoc: typeof rest = {
  ...rest,
  skip: /(?:class-use|src-html)\/|(?:^|\/)(?:package-(?:tree|use)|index|index-all|all\w{0,10}-index|overview-\w{0,10}|search)\.html/,
  signature: '.member-signature, .type-signature',
};

const docBook: typeof rest = {
  ...rest,
  skip: /(?:^|\/)(?:bookindex|index)\.html/,
  drop: '.navheader, .navfooter, hr',
  layout: '.calloutlist table, .variablelist table, .simplelist, .note table, .warning table',
};

const classLanguage: SiteReference['language'] = {
  closest: '[class*="language-"]',
  attribute: 'class',
  pattern: /(?:^| )language-(\S+)/,
};

export const references: readonly SiteReference[] = [
  {...sphinx, site: 'celery', content: ['[role=main]']},
  {
    ...rest,
    site: 'debian-policy',
    skip: /search|genindex|(?:^|\/)index\.html/,
    content: ['[role=main]', 'body'],
    drop: `${docBook.drop}, .headerlink`,
    layout: docBook.layout,
    language: sphinx.language,
  },
  {...sphinx, site: 'django', content: ['#yui-main .yui-b']},
  {...sphinx, site: 'flask', content: ['[role=main]']},
  {
    ...rest,
    site: 'git',
    skip: /(?:^|\/)(?:index|api-index)\.html/,
    content: ['#header, #content'],
    layout: '.admonitionblock > table',
  },
  {
    ...rest,
    site: 'glib',
    skip: /(?:^|\/)(?:index|api-index\S{0,20}|index-\S{0,20}|annotation-glossary|deprecated-api-index)\.html/,
    content: ['.refentry, .chapter, .part, .sect1, .section, .preface, .appendix'],
    drop: '.navigation, .listing_lines, .footer, hr',
    layout: '.refnamediv table, .listing_frame, .variablelist > table',
  },
  {
    ...rest,
    site: 'nodejs',
    skip: /^(?:all|index)\.html/,
    content: ['#apicontent'],
    drop: 'a.mark',
    language: classLanguage,
  },
  {...javadoc, site: 'openjdk', content: ['main']},
  {...docBook, site: 'postgresql', content: ['body']},
  {...sphinx, site: 'python', content: ['[role=main]']},
  {
    ...rest,
    site: 'rust-book',
    skip: /(?:^|\/)(?:print|toc|SUMMARY)\.html/,
    content: ['#content > main'],
    drop: '.buttons',
    language: classLanguage,
  },
  {
    ...rest,
    site: 'rust-std',
    skip: /(?:^|\/)all\.html/,
    content: ['#main-content'],
    drop: 'a.anchor, .srclink, #toggle-all-docs, summary.hideme, .notable-traits, .test-arrow, .tooltip, .information',
    signature: '.code-header',
    language: {closest: 'pre.rust', attribute: 'class', pattern: /(?:^| )(rust)/},
  },
  {
    ...rest,
    site: 'sqlite',
    skip: /(?:^|\/)(?:index|keyword_index|search|doclist|sitemap|sitemap\S{0,20}|\S{0,20}list|objlist|constlist|funclist|hlr\S{0,20}|requirements|docs)\.html/,
    content: ['body'],
    title: '.fancy_title',
    drop: '.menu, .searchmenu, .tagline, a:has(> img.logo), .imgcontainer, p:has(#mtimelink)',
    neutral: '.fancy_toc',
  },
  {
    ...rest,
    site: 'apache2',
    skip: /(?:^|\/)(?:sitemap|index|quickreference|directives|license)\.html/,
    content: ['#page-content'],
    drop: '.permalink, .toplang, .bottomlang, .top, .up, #comments_section, .lang-toggle',
    neutral: '#quickview',
    language: {closest: '[class*="lang-"]', attribute: 'class', pattern: /(?:^| )lang-(\S+)/},
    boxTitle: '.note > h3, .warning > h3, .example > h3',
    heldOut: true,
  },
  {
    ...javadoc,
    site: 'commons-lang',
    content: ['main'],
    heldOut: true,
  },
  {
    ...rest,
    site: 'eigen',
    skip: /_source\.html|-members\.html|(?:^|\/)(?:dir_|graph_|search|hierarchy|annotated|functions|globals|namespacemembers|namespaces|modules|classes|inherits|files|pages|index)/,
    content: ['.headertitle, .contents'],
    title: '.headertitle .title',
    drop: '.permalink, .ttc, .dynheader, .dynsummary, .dyncontent, .lineno, .ingroups, address.footer, .anchor',
    neutral: 'div.toc',
    code: 'div.fragment, pre',
    layout: '.memberdecls, .memname, .mlabels',
    signature: '.memproto, .memberdecls',
    heldOut: true,
  },
  {
    ...rest,
    site: 'mkdocs',
    skip: /^(?:404|search)\.html/,
    content: ['[role=main]'],
    language: classLanguage,
    heldOut: true,
  },
  {
    ...rest,
    site: 'docusaurus',
    content: ['.theme-doc-markdown'],
    drop: '.hash-link',
    neutral: '.theme-doc-toc-mobile, [role=tab]',
    language: classLanguage,
  },
  {
    ...rest,
    site: 'vitepress',
    content: ['.vp-doc'],
    drop: '.header-anchor, span.lang, .line-numbers-wrapper',
    neutral: '.tabs, .table-of-contents',
    language: classLanguage,
  },
  {
    ...rest,
    site: 'starlight',
    skip: /^404\.html/,
    content: ['h1#_top, .sl-markdown-content'],
    drop: '.sl-anchor-link, .sr-only, .copy',
    neutral: '[role=tab]',
    language: {closest: 'pre[data-language]', attribute: 'data-language', pattern: /(\S+)/},
    heldOut: true,
  },
];
