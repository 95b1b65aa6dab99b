import {identifiersIn, lastPart, mentions} from '../distil/identifiers.ts';
import type {Rule} from '../distil/rule.ts';
import {type Criterion, criterion, type RubricInput, ratio, thresholds} from './criterion.ts';

/** R10: the share of the best rules with code to copy that is whole and shows the API. */
export function examples({ruleSet: {rules}}: RubricInput): Criterion {
  const best = rules.slice(0, thresholds.top);
  const failures = best.flatMap((rule) => {
    const why = noExample(rule);
    return why === null ? [] : [{subject: rule.id, why}];
  });
  const good = best.length - failures.length;
  return criterion('R10', ratio(good, best.length), `${good} of the first ${best.length}`, failures);
}

function noExample(rule: Rule): string | null {
  if (rule.do === null) return 'no example';
  const {code, language} = rule.do;
  if (!isWhole(code, language)) return 'brackets without a partner';
  const names = [...rule.identifiers, ...identifiersIn(rule.directive)].map(lastPart);
  return names.some((name) => mentions(code, name)) ? null : 'an example of something else';
}

/** JSON is parsed; of other languages the brackets outside of strings and comments are counted. */
function isWhole(code: string, language: string | null): boolean {
  if (language === 'json') return isJson(code);
  const open: string[] = [];
  const partners: Readonly<Record<string, string>> = {')': '(', ']': '[', '}': '{'};
  const bare = code
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/g, '')
    .replace(/(?:#|\/\/).*$/gm, '');
  for (const sign of bare.match(/[()[\]{}]/g) ?? []) {
    const partner = partners[sign];
    if (partner === undefined) open.push(sign);
    else if (open.pop() !== partner) return false;
  }
  return open.length === 0;
}

function isJson(code: string): boolean {
  try {
    JSON.parse(code);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
