import type {PageContext} from './context.ts';
import type {Style} from './runs.ts';
import {attribute, type ElementNode} from './tree.ts';

/** Text without any mark. */
export const plain: Style = {code: false, link: null, strong: false, em: false, struck: false};

export function isPlain(style: Style): boolean {
  return sameStyle(style, plain);
}

export function sameStyle(one: Style, other: Style): boolean {
  return (
    one.code === other.code &&
    one.link === other.link &&
    one.strong === other.strong &&
    one.em === other.em &&
    one.struck === other.struck
  );
}

/** The style of the text in an inline element that stands in text of `style`. */
export function styleOf(element: ElementNode, style: Style, page: PageContext): Style {
  switch (element.name) {
    case 'a': {
      const address = attribute(element, 'href');
      const link = address === null ? null : page.resolve(address);
      return link === null ? style : {...style, link};
    }
    case 'code':
    case 'tt':
    case 'kbd':
    case 'samp':
      return style.code ? style : {...style, code: true};
    case 'strong':
    case 'b':
      return style.code || style.strong ? style : {...style, strong: true};
    case 'em':
    case 'i':
      return style.code || style.em ? style : {...style, em: true};
    case 'del':
    case 's':
    case 'strike':
      return style.code ? style : {...style, struck: true};
    default:
      return style;
  }
}
