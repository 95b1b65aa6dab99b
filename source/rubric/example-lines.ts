import {codeBlocks} from '../distil/normalise.ts';
import type {Rule} from '../distil/rule.ts';
import type {Page} from '../extract/page.ts';

/** Every line of code that a rule shows, without its white space. */
export function exampleLines(rules: readonly Rule[]): Set<string> {
  return new Set(rules.flatMap(linesOf));
}

/** The lines of the code of one rule. */
export function linesOf(rule: Rule): string[] {
  return [rule.do, rule.dont]
    .flatMap((code) => code?.code.split('\n') ?? [])
    .map(squeeze)
    .filter((line) => line !== '');
}

/** Takes out of the set what stands in the code of the page. */
export function removeStanding(lines: Set<string>, page: Page): void {
  if (lines.size === 0) return;
  for (const {blocks} of page.sections)
    for (const code of codeBlocks(blocks))
      for (const line of code.split('\n')) {
        let plain = squeeze(line);
        lines.delete(plain);
        // A prompt, once for each level of a block, and the sign of a diff are not code.
        for (let rest = withoutPrompt(plain); rest !== plain; rest = withoutPrompt(rest)) {
          plain = rest;
          lines.delete(plain);
        }
      }
}

function withoutPrompt(line: string): string {
  return line.replace(/^(?:>>>|\.\.\.|[$%#>+-]) ?/, '');
}

function squeeze(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}
