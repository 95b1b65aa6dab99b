import {htmlToMarkdown} from './prose-markdown.ts';

type Target = {markdown: string};

/** Fragments of a page that still wait for their Markdown: converted together, since each conversion has a price. */
export class ProseQueue {
  /** Characters of text, and of those in links. */
  readonly length = {all: 0, inLinks: 0};
  private readonly waiting = new Map<string, Target[]>();

  /** Asks for the Markdown of a fragment; a fragment that comes again costs nothing. */
  add(target: Target, html: string): void {
    const targets = this.waiting.get(html);
    if (targets) targets.push(target);
    else this.waiting.set(html, [target]);
  }

  /** Writes the Markdown into all targets. */
  flush(): void {
    const converted = htmlToMarkdown([...this.waiting.keys()]);
    let index = 0;
    for (const targets of this.waiting.values()) {
      const markdown = converted[index++];
      if (markdown) for (const target of targets) target.markdown = markdown;
    }
    this.waiting.clear();
  }
}
