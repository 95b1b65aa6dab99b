import {codeSpan} from './code-span.ts';
import {cut} from './escape.ts';

/** A code name of at most four words, without what would end a span, a tag or a column. */
const plainName = /^[^\s`<>|]{1,60}(?: [^\s`<>|]{1,60}){0,3}$/;

/** The first code names of a list as code spans, at most `most`. What is no name is passed over. */
export function nameSpans(names: readonly string[], most: number): string[] {
  return names
    .filter((name) => plainName.test(name) && cut(name, 60) === name)
    .slice(0, most)
    .map((name) => codeSpan(name));
}
