import {describe, expect, it} from 'vitest';
import {applyBlock, removeBlock} from '../../source/targets/managed-block.ts';
import {randomFrom} from './sample.ts';

const begin = '<!-- rules-maker:begin acme -->';
const content = '## Acme\n\n- Rule.\n';

const fresh = (text: string | null, body = content) => applyBlock(text, 'acme', body).text;
const stateOf = (text: string, body = content) => applyBlock(text, 'acme', body).state;

describe('applyBlock', () => {
  it('makes a file of the block alone', () => {
    const result = applyBlock(null, 'acme', content);
    expect(result.state).toBe('created');
    expect(result.text).toMatch(
      /^<!-- rules-maker:begin acme -->\n## Acme\n\n- Rule\.\n<!-- rules-maker:end acme sha256:[0-9a-f]{16} -->\n$/,
    );
  });

  it.each([
    ['a text', 'Mine.\n', `Mine.\n\n${begin}`],
    ['a text without a final newline', 'Mine.', `Mine.\n\n${begin}`],
    ['a text that ends with a blank line', 'Mine.\n\n', `Mine.\n\n${begin}`],
    ['an empty file', '', begin],
    ['a byte order mark alone', '\ufeff', `\ufeff${begin}`],
    ['CRLF', 'Mine.\r\nToo.\r\n', `Mine.\r\nToo.\r\n\r\n${begin}\r\n## Acme\r\n`],
  ])('appends after one blank line to %s', (_, text, expected) => {
    const result = applyBlock(text, 'acme', content);
    expect(result.state).toBe('created');
    expect(result.text.startsWith(expected)).toBe(true);
    expect(stateOf(result.text)).toBe('unchanged');
  });

  it('replaces its own block and nothing else', () => {
    const text = `${fresh('Before.\n')}After.`;
    const result = applyBlock(text, 'acme', '- New.\n');
    expect(result.state).toBe('updated');
    expect(result.text.startsWith(`Before.\n\n${begin}\n- New.\n`)).toBe(true);
    expect(result.text.endsWith(' -->\nAfter.')).toBe(true);
  });

  it('leaves an edited block alone unless forced', () => {
    const text = fresh('Mine.\n').replace('- Rule.', '- My rule.');
    expect(applyBlock(text, 'acme', '- New.\n')).toEqual({text, state: 'edited'});
    const forced = applyBlock(text, 'acme', '- New.\n', {force: true});
    expect(forced).toEqual({text: fresh('Mine.\n', '- New.\n'), state: 'updated'});
  });

  it('does not take a checkout with other line ends for an edit', () => {
    const text = fresh('Mine.\n').replaceAll('\n', '\r\n');
    expect(stateOf(text)).toBe('unchanged');
    expect(applyBlock(text, 'acme', '- New.\n')).toEqual({
      text: fresh('Mine.\n', '- New.\n').replaceAll('\n', '\r\n'),
      state: 'updated',
    });
  });

  it('adopts an edit that says what we would say', () => {
    const text = fresh('Mine.\n').replace('- Rule.', '- New.');
    expect(applyBlock(text, 'acme', '## Acme\n\n- New.\n').state).toBe('updated');
  });

  const block = fresh(null).trimEnd();
  const [open = '', close = ''] = [begin, block.split('\n').at(-1)];
  const other = (inner: string) =>
    `<!-- rules-maker:begin zeta -->\n${inner}\n<!-- rules-maker:end zeta sha256:00000000 -->\n`;
  it.each([
    ['no end', `${open}\ntext\n`],
    ['no begin', `text\n${close}\n`],
    ['two begins', `${open}\n${block}\n`],
    ['two ends', `${block}\n${close}\n`],
    ['two blocks', `${block}\n\n${block}\n`],
    ['end before begin', `${close}\ntext\n${open}\n`],
    ['another block inside', `${open}\n${other('x')}${close}\n`],
    ['inside of another block', other(block)],
  ])('touches nothing if there is %s', (_, text) => {
    expect(applyBlock(text, 'acme', '- New.\n', {force: true})).toEqual({text, state: 'broken'});
  });

  it('takes only whole lines for markers', () => {
    const text = `Text with ${begin} in it.\n\n    ${begin}\n`;
    expect(stateOf(text)).toBe('created');
  });

  it('treats libraries whose names begin alike as different', () => {
    const text = applyBlock(fresh('Mine.\n'), 'acme-core', '- Core.\n').text;
    expect(stateOf(text)).toBe('unchanged');
    expect(applyBlock(text, 'acme-core', '- Core.\n').state).toBe('unchanged');
  });

  it('survives content that contains markers', () => {
    const evil = `- x\n<!-- rules-maker:end acme sha256:00000000 -->\n${begin}\n`;
    const text = fresh('Mine.\n', evil);
    expect(stateOf(text, evil)).toBe('unchanged');
    expect(applyBlock(text, 'acme', content).state).toBe('updated');
  });

  it('never changes a byte outside of the block, whatever stands around it', () => {
    const random = randomFrom(7);
    const alphabet = [
      'a',
      ' ',
      '\n',
      '\r\n',
      '\r',
      '#',
      '-->',
      '<!--',
      '`',
      '\t',
      'é',
      '🎉',
      '\u200b',
      begin.slice(0, -1),
    ];
    const noise = () =>
      Array.from({length: random() * 30}, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    for (let round = 0; round < 2000; round += 1) {
      const mark = random() < 0.1 ? '\ufeff' : '';
      const before = mark + noise();
      const first = applyBlock(before, 'acme', content);
      expect(first.text.startsWith(before)).toBe(true);
      const after = noise();
      let text = first.text + after;
      const gap = first.text.slice(before.length, first.text.indexOf(begin, before.length));
      expect(gap).toMatch(/^(?:\r?\n){0,2}$/);
      for (const body of ['- One.\n', '', '- Two.\n\n```\nx\n```\n', '- Two.\n\n```\nx\n```\n']) {
        const again = applyBlock(text, 'acme', body);
        expect(['updated', 'unchanged']).toContain(again.state);
        const end = again.text.lastIndexOf('<!-- rules-maker:end acme');
        expect(again.text.slice(0, before.length + gap.length)).toBe(before + gap);
        const eol = first.text.endsWith('\r\n') ? '\r\n' : '\n';
        expect(again.text.slice(again.text.indexOf(' -->', end) + 4)).toBe(eol + after);
        text = again.text;
      }
    }
  });
});

describe('removeBlock', () => {
  it.each(['Mine.\n', 'Mine.\r\nToo.\r\n', '', '\ufeff', 'Mine.\n\n\n'])(
    'undoes what was appended to %j',
    (text) => {
      const {text: rest, state} = removeBlock(fresh(text), 'acme');
      expect(state).toBe('removed');
      expect(rest.trimEnd()).toBe(text.trimEnd());
    },
  );

  it('keeps what stands before and after', () => {
    expect(removeBlock(`${fresh('Before.\n')}\nAfter.`, 'acme')).toEqual({
      text: 'Before.\n\n\nAfter.',
      state: 'removed',
    });
  });

  it('touches nothing that was edited, broken or absent', () => {
    const edited = fresh('x\n').replace('Rule', 'My rule');
    expect(removeBlock(edited, 'acme')).toEqual({text: edited, state: 'edited'});
    expect(removeBlock(`${begin}\n`, 'acme').state).toBe('broken');
    expect(removeBlock('text', 'acme').state).toBe('absent');
  });
});
