/** What a page is made of after extraction. Everything downstream reads this, never HTML or Markdown. */

export type AdmonitionKind =
  | 'note'
  | 'tip'
  | 'info'
  | 'important'
  | 'warning'
  | 'caution'
  | 'danger'
  | 'deprecated'
  | 'versionadded'
  | 'versionchanged'
  | 'versionremoved'
  | 'seealso';

/** `release-notes` also covers changelogs, migration and upgrade guides. */
export type PageKind = 'guide' | 'reference' | 'release-notes' | 'index';

/**
 * `text` is what a reader sees, white space collapsed, inline code in backticks: the form quotes are cut from.
 * `markdown` is the same with links and emphasis. `depth` is the nesting in lists, 0 outside of one.
 */
export type Prose = {readonly text: string; readonly markdown: string};

/**
 * What a short paragraph names: the tab whose panel follows, the text that a closed collapsible shows, the title of the
 * block that follows (a file name above code), the caption of a figure.
 */
export type Label = 'tab' | 'summary' | 'title' | 'caption';

export type Block =
  | ({readonly type: 'paragraph'; readonly depth: number; readonly label?: Label} & Prose)
  | ({readonly type: 'item'; readonly depth: number; readonly ordinal: number | null} & Prose)
  | {
      readonly type: 'code';
      readonly depth: number;
      readonly language: string | null;
      readonly code: string;
      /** Only if the page marks changed lines: one character a line, `+` added, `-` removed, else a space. */
      readonly changes?: string;
    }
  | {
      readonly type: 'table';
      readonly depth: number;
      readonly caption: string | null;
      readonly header: readonly Prose[];
      readonly rows: readonly (readonly Prose[])[];
    }
  | {
      readonly type: 'definition';
      readonly depth: number;
      readonly terms: readonly Prose[];
      readonly blocks: readonly Block[];
    }
  | {
      readonly type: 'admonition';
      readonly depth: number;
      readonly kind: AdmonitionKind;
      readonly title: string | null;
      readonly blocks: readonly Block[];
    }
  | {readonly type: 'quote'; readonly depth: number; readonly blocks: readonly Block[]};

export type Section = {
  /** An id that really is on the page, or `null`: then evidence cites the page. */
  readonly anchor: string | null;
  /** 1 to 6 for headings; the section of an API signature is one deeper than the heading it stands under. */
  readonly level: number;
  readonly heading: string;
  /** Only if links stand in the heading: the same with links and emphasis. */
  readonly headingMarkdown?: string;
  /** The headings above, from the page title down, without this one. */
  readonly path: readonly string[];
  /** True if the heading is an API signature (`dt` with an id) and not a heading of the text. */
  readonly signature: boolean;
  readonly blocks: readonly Block[];
};

export type Page = {
  readonly url: string;
  readonly title: string;
  /** The site's part of the document's title, or its `og:site_name`: `Flask Documentation (2.2.x)`, `Millrace 3.2`. */
  readonly site: string | null;
  readonly lang: string | null;
  /** The version of the library that the page itself states, or `null`. */
  readonly version: string | null;
  /** The program that made the site (`sphinx`, `mkdocs`), or `null`. */
  readonly generator: string | null;
  readonly kind: PageKind;
  readonly sections: readonly Section[];
  /** Hidden text that was dropped, by reason. */
  readonly removed: Readonly<Record<string, number>>;
  /** Only if more than one character in a thousand could not be read in the encoding that the page states: how many. */
  readonly undecodable?: number;
  /** Only if the page says: the address of its licence (`rel=license`), or what a meta element calls it. */
  readonly licence?: string;
};

export type Link = {readonly href: string; readonly text: string};

/** What one parse of a document gives: the page, and where it leads. `links` are absolute, in page order. */
export type Extracted = {
  readonly page: Page;
  readonly links: readonly Link[];
  /** `rel=canonical`, absolute, or `null`. */
  readonly canonical: string | null;
  /** True if the page asks robots not to follow its links. */
  readonly nofollow: boolean;
};
