import {identifiersIn, mentions} from './identifiers.ts';
import {codeBlocks} from './normalise.ts';
import type {Setting} from './setting.ts';

const DEFINES =
  /(?:^|\n) {0,8}(?:(?:pub|export|async|public|static|final|abstract) ){0,3}(?:struct|class|enum|trait|interface|record|def|fn|func|function|type) ([A-Za-z_]\w{2,60})/g;

/**
 * True if a text names what the code beside it defines and no other page knows: a part of a worked example, not of the
 * library. What a heading names is documented, whoever defines it.
 */
export function isOfExample(text: string, {page, section, symbols}: Setting): boolean {
  const names = identifiersIn(text).filter((name) => symbols.count(name) <= 1);
  if (names.length === 0) return false;
  const defined = new Set(
    codeBlocks(section.blocks).flatMap((code) =>
      [...code.matchAll(DEFINES)].flatMap((match) => match[1] ?? []),
    ),
  );
  return names.some(
    (name) => defined.has(name) && !page.sections.some(({heading}) => mentions(heading, name)),
  );
}
