import {Parser} from 'htmlparser2';

/** Pages use a few dozen; hostile ones do not fill the memory. */
const maxKnown = 2000;

const inTexts = new Map<string, string>();
const inAttributes = new Map<string, string>();

/** Text with its character references (`&amp;`, `&#169;`) decoded as the HTML standard says. */
export function decodeText(source: string): string {
  return source.includes('&') ? source.replace(/&[#\w]{1,300};?/g, textReference) : source;
}

/** The same for the value of an attribute, where `?a=1&copy=2` is no reference. */
export function decodeAttribute(source: string): string {
  return source.includes('&') ? source.replace(/&[#\w]{1,300};?=?/g, attributeReference) : source;
}

function textReference(reference: string): string {
  return known(inTexts, reference, () => {
    const parts: string[] = [];
    new Parser({ontext: (part) => parts.push(part)}).end(reference);
    return parts.join('');
  });
}

function attributeReference(reference: string): string {
  return known(inAttributes, reference, () => {
    const values: string[] = [];
    new Parser({onattribute: (_, value) => values.push(value)}).end(`<a b="${reference}">`);
    return values.join('');
  });
}

function known(memory: Map<string, string>, reference: string, decode: () => string): string {
  let text = memory.get(reference);
  if (text === undefined) {
    text = decode();
    if (memory.size >= maxKnown) memory.clear();
    memory.set(reference, text);
  }
  return text;
}
