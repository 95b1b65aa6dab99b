import {admonitionKindOf} from './admonition-kind.ts';
import type {AdmonitionKind} from './page.ts';
import type {ElementNode} from './tree.ts';

/** What the class attribute of an element says about it. Worked out once for each distinct attribute of a page. */
export type ClassFacts = {
  readonly names: readonly string[];
  /** Furniture of the site, whatever the element. */
  readonly isChrome: boolean;
  /** Perhaps a table of contents: furniture if it is mostly links. */
  readonly isTocLike: boolean;
  /** Furniture on `a` only: a class like "anchor" stands on headings, too. */
  readonly isPermalink: boolean;
  /** Hidden by a well-known class: the reason, or `null`. */
  readonly hidden: string | null;
  /** A panel of tabs: content even while it is hidden. */
  readonly isTabPanel: boolean;
  /** Perhaps tabs, a label, a footnote or a table of `div`: most elements are none of it. */
  readonly isSpecial: boolean;
  /** A line of code. */
  readonly isLine: boolean;
  /** Line numbers, buttons and the like inside of code. */
  readonly isCodeJunk: boolean;
  readonly admonition: AdmonitionKind | null;
};

export type ClassReader = (element: ElementNode) => ClassFacts;

/** A reader with its own memory, for one page. */
export function createClassReader(): ClassReader {
  const memory = new Map<string, ClassFacts>();
  const read = (value: string | undefined) => {
    if (value === undefined || value === '') return noFacts;
    let facts = memory.get(value);
    if (facts === undefined) {
      facts = factsOf(value);
      memory.set(value, facts);
    }
    return facts;
  };
  return (element) => {
    element.facts ??= read(element.attributes.class);
    return element.facts;
  };
}

function factsOf(value: string): ClassFacts {
  const names = value.toLowerCase().split(/\s+/, 40).filter(Boolean);
  const has = (set: ReadonlySet<string>) => names.some((name) => set.has(name));
  return {
    names,
    isChrome: has(chrome) || names.some((name) => chromePattern.test(name)) || isLocalContents(names),
    isTocLike: names.some((name) => tocPattern.test(name)),
    isPermalink: has(permalinks) || names.some((name) => name.startsWith('hash-link')),
    hidden: hiddenByClass(names),
    isTabPanel: names.some((name) => tabPattern.test(name)),
    isSpecial: names.some((name) => specialPattern.test(name)),
    isLine: has(lines),
    isCodeJunk: has(codeJunk) || names.some((name) => codeJunkPattern.test(name)),
    admonition: admonitionKindOf(names),
  };
}

/** Sphinx's table of contents; plain "contents" is Doxygen's text. */
function isLocalContents(names: readonly string[]): boolean {
  return names.includes('contents') && (names.includes('topic') || names.includes('local'));
}

/** Utility classes that hide, unless another one shows the element again on wider screens. */
function hiddenByClass(names: readonly string[]): string | null {
  if (names.some((name) => screenReaderOnly.has(name))) return 'screen-reader-only';
  if (!names.some((name) => hiding.has(name))) return null;
  return names.some((name) => responsivePattern.test(name)) ? null : 'hidden-class';
}

const set = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/));

const chrome = set(
  `nav navbar sidebar sphinxsidebar sphinxsidebarwrapper footer breadcrumb breadcrumbs related toc-drawer sidebar-drawer
  toc-tree-container searchbox global-nav hd ft site-header site-footer site-nav viewcode-link viewcode-back
  nosearch mainmenu submenu searchmenu topmenu nav-menu navigation navheader navfooter navpath navrow navrow1 navrow2
  prev-next prev-next-area prev-next-footer prev-next-bottom pagination pagination-nav pager page-nav nav-links nav-buttons
  rst-footer-buttons rst-breadcrumbs-buttons wy-breadcrumbs wy-nav-side wy-nav-top md-footer md-header md-sidebar md-tabs
  md-source-file md-content__button md-feedback md-skip md-top skip-link skip-to-content skiplink bd-toc bd-sidebar
  edit-link editlink edit-page edit-this-page edit-page-link page-edit edit_on_github github-edit-link theme-edit-this-page
  theme-doc-footer theme-doc-breadcrumbs theme-doc-version-badge theme-doc-version-banner theme-doc-toc-mobile
  theme-doc-toc-desktop theme-doc-sidebar-container tocdeactivated
  feedback page-feedback was-this-helpful page-helpful article-helpful vp-feedback
  cookie cookies cookie-banner cookie-consent cookie-notice consent-banner announcement announcement-bar
  copybtn copybutton copy-button copy-btn btn-copy clipboard clipboard-button clipboard-copy btn-clipboard js-clipboard
  searchformwrapper searchform search-form search-box search-bar docsearch algolia-docsearch rst-search
  version-warning versionwarning version-banner outdated-banner version-switcher version-selector rst-versions
  on-this-page page-toc toc-sidebar table-of-contents tableofcontents toctitle sidebartoc mobile-toc vpdocoutline
  vpdocfooter vpdocaside vpnav vpsidebar vplocalnav doc-footer page-footer page-header-buttons
  tabbed-labels theme-code-block-title-copy sourcelink sidenav sidebar-nav side-nav left-nav right-sidebar
  mw-editsection mw-jump-link printfooter catlinks navbox vector-toc mw-toc-heading
  fn-backref footnote-backref data-footnote-backref rustdoc-breadcrumbs src-link sub-nav toplink
  bd-footer-article bd-footer-content bd-header-article bd-header-announcement sphinx-version-warning article-footer post-footer
  feedback-toolbar feedback-widget feedback-container md-tags post-tags pagination-links vplastupdated lastupdated last-updated
  last-modified edit-info eyebrow nav-panel author authors byline post-meta entry-meta article-meta publish-date avatar
  notable-traits notable-traits-tooltip tooltiptext tooltip-text tooltip-content test-arrow clipboardbutton
  zeroclipboard-container tsd-breadcrumb tsd-sources tsd-anchor-icon icon-action hideme twoslash-floating
  twoslash-popup-container
  social-share share-buttons reading-time social-links starlight-menu-button sl-skip-link right-sidebar-panel
  line-numbers-wrapper theme-switch theme-toggle picker picker-header`,
);
const chromePattern =
  /^(?:breadcrumbs?[_-]|pagination-nav|toccollapsible|buttongroup|copybutton|cookie-|theme-doc-toc)/;
const tocPattern = /(?:^|[-_])toc(?:[-_\d]|$)|^toc-?\w*list|^minitoc/;
const permalinks = set(
  `anchor headerlink header-anchor hash-link heading-anchor anchor-link anchorjs-link permalink mark direct-link self-link
  selflink deep-link octicon-link sl-anchor-link doc-anchor heading-link autolink-anchor section-link bookmark
  headings-anchor hover-link reference-link`,
);
const hiding = set('hidden d-none invisible');
const screenReaderOnly = set(
  `sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only screenreader-only show-for-sr
  a11y-hidden u-visually-hidden sr-hidden cdk-visually-hidden
  sr-only-focusable visually-hidden-focusable element-invisible`,
);
const responsivePattern =
  /^(?:sm|md|lg|xl|2xl|dark|print)[:\\]|^d-(?:sm|md|lg|xl|xxl)-|^d-(?:block|flex|inline)/;
const tabPattern =
  /(?:^|[-_])tabs?(?:[-_]{1,2}(?:pane|panel|content|item|block|body|container)s?|bed\S{0,20}|panel|pane)?$|tabpanel|tabitem|^c-content/;
const specialPattern = /tab|blocks|title|caption|filename|footnote|citation|code-group|^top$/;
const lines = set('line token-line ec-line code-line view-line hljs-ln-line cl code-block-line');
const codeJunk = set(
  `linenos linenodiv lineno linenumber line-number ln lnt lntd-num gutter rouge-gutter hljs-ln-numbers blob-num
  react-syntax-highlighter-line-number headerlink conum viewcode-back toolbar toolbar-item boring conum-hidden
  line-numbers-wrapper line-numbers-rows lno ec-gutter listing_lines`,
);
const codeJunkPattern =
  /^(?:copy|clipboard|btn-copy|buttongroup|twoslash-(?:popup|meta|error|query|tag|completion|floating)|meta-line$|v-popper__)/;

const noFacts: ClassFacts = {
  names: [],
  isChrome: false,
  isTocLike: false,
  isPermalink: false,
  hidden: null,
  isTabPanel: false,
  isSpecial: false,
  isLine: false,
  isCodeJunk: false,
  admonition: null,
};
