import {describe, expect, test} from 'vitest';
import {parseRobots} from '../../source/crawl/robots.ts';
import {googleOnlyCases, type RobotsCase, rfcCases} from './robots-cases.ts';

function answers({file, ends = '\n', before = [], checks}: RobotsCase): string[] {
  const bytes = Buffer.concat([Buffer.from(before), Buffer.from(file.join(ends))]);
  const text = new TextDecoder().decode(bytes);
  return checks.map(([agent, path]) => {
    const {allowed} = parseRobots(text, agent).check(`https://tree.example${path}`);
    return `${agent} ${path.slice(0, 80)} ${allowed}`;
  });
}

function facts({checks}: RobotsCase, turned = false): string[] {
  return checks.map(([agent, path, allowed]) => `${agent} ${path.slice(0, 80)} ${allowed !== turned}`);
}

describe('RFC 9309, as the reference parser reads it', () => {
  test.each(rfcCases)('$name', (one) => {
    expect(answers(one)).toEqual(facts(one));
  });

  test('is asked about in well over a hundred questions', () => {
    expect(rfcCases.flatMap(({checks}) => checks).length).toBeGreaterThan(110);
  });
});

describe('what the reference parser does on its own', () => {
  const same = googleOnlyCases.filter(({ours}) => ours === 'same');
  const other = googleOnlyCases.filter(({ours}) => ours === 'other');

  test.each(same)('Google only, the RFC is $rfc, and so do we: $name', (one) => {
    expect(answers(one)).toEqual(facts(one));
  });

  test.each(other)('Google only, the RFC $rfc it, and we follow the RFC: $name', (one) => {
    expect(answers(one)).toEqual(facts(one, true));
  });
});

describe('the line that decided', () => {
  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('is counted right when lines end in %s', (_name, ends) => {
    const text = ['User-Agent: fig', 'Allow: /some', 'User-Agent: plum', '', '', 'Disallow: /'].join(ends);
    expect(parseRobots(text, 'plum').check('https://tree.example/x').line).toBe('robots.txt:6 Disallow: /');
  });
});
