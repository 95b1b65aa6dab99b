import {describe, expect, it} from 'vitest';
import {extract} from '../../source/extract/extract.ts';

const bytes = (...values: (string | readonly number[])[]) =>
  Uint8Array.from(
    values.flatMap((value) =>
      typeof value === 'string' ? [...value].map((one) => one.charCodeAt(0)) : value,
    ),
  );
const read = (body: Uint8Array, contentType: string | null = 'text/html') =>
  extract({url: 'https://x.test/', body, contentType}).page;
const textOf = (body: Uint8Array, contentType?: string | null) => {
  const [block] = read(body, contentType).sections[0]?.blocks ?? [];
  return block && 'text' in block ? block.text : null;
};
const utf16 = (text: string, isLittle: boolean) =>
  [...text].flatMap((character) => {
    const code = character.charCodeAt(0);
    return isLittle ? [code & 0xff, code >> 8] : [code >> 8, code & 0xff];
  });

describe('text in', () => {
  it.each([
    ['windows-1251', [0xcf, 0xf0, 0xe8], 'При'],
    ['koi8-r', [0xf0, 0xd2, 0xc9], 'При'],
    ['iso-8859-2', [0xb3, 0xf3, 0xbc], 'łóź'],
    ['iso-8859-15', [0xa4], '€'],
    ['shift_jis', [0x93, 0xfa, 0x96, 0x7b, 0xb1], '日本ｱ'],
    ['x-sjis', [0x93, 0xfa], '日'],
    ['euc-jp', [0xc6, 0xfc, 0xcb, 0xdc], '日本'],
    ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42], '日'],
    ['gb2312', [0xd6, 0xd0, 0xce, 0xc4], '中文'],
    ['gbk', [0xd6, 0xd0], '中'],
    ['gb18030', [0xd6, 0xd0, 0x81, 0x39, 0xee, 0x39], '中㐀'],
    ['big5', [0xa4, 0xa4, 0xa4, 0xe5], '中文'],
    ['euc-kr', [0xc7, 0xd1, 0xb1, 0xdb], '한글'],
    ['ks_c_5601-1987', [0xc7, 0xd1], '한'],
    ['utf-8', [0xe4, 0xb8, 0xad], '中'],
  ])('%s is read, by header and by meta', (label, text, expected) => {
    expect(textOf(bytes('<p>', text, '</p>'), `text/html; charset=${label}`)).toBe(expected);
    expect(textOf(bytes(`<meta charset="${label}"><p>`, text, '</p>'))).toBe(expected);
  });

  it.each(['windows-1252', 'iso-8859-1', 'latin1', 'us-ascii', 'ISO_8859-1', 'x-user-defined'])(
    '%s is windows-1252',
    (label) => {
      const all = Array.from({length: 32}, (_, index) => 0x80 + index);
      expect(textOf(bytes('<p>', all, [0xe9], '</p>'), `text/html; charset="${label}"`)).toBe(
        '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸé',
      );
    },
  );

  it.each([
    ['UTF-16, little end first, with a mark', [[0xff, 0xfe], utf16('<p>é中</p>', true)], null],
    ['UTF-16, big end first, with a mark', [[0xfe, 0xff], utf16('<p>é中</p>', false)], null],
    ['UTF-16, little end first, by header', [utf16('<p>é中</p>', true)], 'text/html; charset=utf-16le'],
    ['UTF-16, big end first, by header', [utf16('<p>é中</p>', false)], 'text/html; charset=utf-16be'],
    ['UTF-16 that nobody names, little end first', [utf16('<p>é中</p>', true)], 'text/html'],
    ['UTF-16 that nobody names, big end first', [utf16('<p>é中</p>', false)], 'text/html'],
  ] as const)('%s is read', (_, parts, contentType) => {
    expect(textOf(bytes(...parts), contentType)).toBe('é中');
  });
});

describe('what names the encoding', () => {
  const e = [0xe9];
  it.each([
    [
      'the mark goes before the header',
      bytes([0xef, 0xbb, 0xbf], '<p>', [0xc3, 0xa9]),
      'text/html; charset=koi8-r',
      'é',
    ],
    [
      'the header goes before meta',
      bytes('<meta charset="koi8-r"><p>', e),
      'text/html; charset=windows-1252',
      'é',
    ],
    [
      'meta may be an http-equiv',
      bytes('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>', e),
      'text/html',
      'й',
    ],
    [
      'meta counts up to the byte 4,096',
      bytes(`<!doctype html><title>${'x'.repeat(3900)}</title><meta charset=windows-1251><p>`, e),
      'text/html',
      'й',
    ],
    ['meta in a comment does not count', bytes('<!-- <meta charset="koi8-r"> --><p>', e), 'text/html', 'é'],
    [
      'meta that says UTF-16 means UTF-8',
      bytes('<meta charset="utf-16"><p>', [0xc3, 0xa9]),
      'text/html',
      'é',
    ],
    [
      'a header without meaning gives way to meta',
      bytes('<meta charset="windows-1251"><p>', e),
      'text/html; charset=klingon',
      'й',
    ],
    [
      'an XML declaration does for XHTML',
      bytes('<?xml version="1.0" encoding="windows-1251"?><html><p>', e),
      'application/xhtml+xml',
      'й',
    ],
    ['without a name it is UTF-8 if the bytes are', bytes('<p>', [0xc3, 0xa9]), 'text/html', 'é'],
    ['without a name it is windows-1252 if they are not', bytes('<p>', e), 'text/html', 'é'],
  ])('%s', (_, body, contentType, text) => {
    expect(textOf(body, contentType)).toBe(text);
  });
});

describe('characters that cannot be read', () => {
  it('are counted if they are more than one in a thousand', () => {
    const page = read(
      bytes(
        '<p>',
        Array.from({length: 20}, () => 0xe9),
        'x'.repeat(1000),
      ),
      'text/html; charset=utf-8',
    );
    expect(page.undecodable).toBe(20);
  });

  it('are not counted if they are few', () => {
    const page = read(bytes('<p>', [0xe9], 'x'.repeat(5000)), 'text/html; charset=utf-8');
    expect(page.undecodable).toBeUndefined();
  });
});
