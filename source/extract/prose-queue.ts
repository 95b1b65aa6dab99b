import {htmlToMarkdown} from './prose-markdown.ts';

type Target = {markdown: string};

/** Fragments of a page that still wait for their Markdown: converted together, since each conversion has a price. */
export class ProseQueue {
  /** Characters of text, and of those in links. */
  readonly length = {all: 0, inLinks: 0};
  private readonly targets: Target[] = [];
  private readonly fragments: string[] = [];

  add(target: Target, html: string): void {
    this.targets.push(target);
    this.fragments.push(html);
  }

  /** Writes the Markdown into all targets. */
  flush(): void {
    const converted = htmlToMarkdown(this.fragments);
    for (const [index, target] of this.targets.entries()) {
      const markdown = converted[index];
      if (markdown) target.markdown = markdown;
    }
  }
}
