import {attribute, collapse, type ElementNode, findElement, rawText} from './tree.ts';

/** A rendered formula as the TeX that the page carries along, else as its text. */
export function formulaOf(element: ElementNode): string {
  const source = findElement(
    element,
    (one) => one.name === 'annotation' && /tex/i.test(attribute(one, 'encoding') ?? ''),
  );
  const math = element.name === 'math' ? element : findElement(element, ({name}) => name === 'math');
  const tex = source ? rawText(source) : math && attribute(math, 'alttext');
  return tex ? `$${collapse(tex)}$` : rawText(element);
}

/**
 * The TeX of a formula that is shown as an image (MediaWiki, Sphinx' imgmath, Doxygen), or `null`. Other images' texts
 * are no prose: nobody sees them.
 */
export function formulaImage({name, attributes}: ElementNode): string | null {
  if (name !== 'img' || !formulaClass.test(attributes.class ?? '')) return null;
  const tex = collapse(attributes.alt ?? '')
    .replace(/^(?:\$\$?|\\[([])\s?/, '')
    .replace(/\s?(?:\$\$?|\\[)\]])$/, '');
  return tex !== '' && tex.length <= maxFormula && !sentence.test(tex) ? `$${tex}$` : null;
}

const formulaClass =
  /(?:^|\s)(?:math|formulainl|formuladsp|mwe-math-fallback-image-(?:inline|display)|latex|tex)(?:\s|$)/i;
const maxFormula = 500;
/** Words in a row are no formula, unless they are set as text in it. */
const sentence = /(?<![\\{a-z])[a-z]{2,20} [a-z]{2,20} [a-z]{2,20}/i;

/** The digits, signs and indices of `x²` and `aₙ`; `null` for other texts (ordinals, trade marks). */
export function raisedText(text: string, isUp: boolean): string | null {
  const core = text.trim();
  let raised = '';
  for (const character of core) {
    const index = plainCharacters.indexOf(character);
    const one = index < 0 ? undefined : [...(isUp ? above : below)][index];
    if (one === undefined) return null;
    raised += one;
  }
  return raised === '' || core.length > 12 ? null : raised;
}

const plainCharacters = '0123456789+-=()nijkxm';
const above = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱʲᵏˣᵐ';
const below = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢⱼₖₓₘ';
