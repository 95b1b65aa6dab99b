import {describe, expect, test} from 'vitest';
import {parseRobots} from '../../source/crawl/robots.ts';

const host = 'https://docs.example.org';

function allowed(text: string, path: string): boolean {
  return parseRobots(text, 'rules-maker').check(`${host}${path}`).allowed;
}

/** A group for everybody. */
function all(...rules: string[]): string {
  return ['User-agent: *', ...rules, ''].join('\n');
}

describe('which group is ours', () => {
  const no = 'Disallow: /\n';
  test.each<[string, string, boolean]>([
    ['nothing at all', '', true],
    ['only comments', '# hello\n# Disallow: /\n', true],
    ['a rule before any agent', no, true],
    ['everybody', `User-agent: *\n${no}`, false],
    ['another agent', `User-agent: otherbot\n${no}`, true],
    ['our name', `User-agent: rules-maker\n${no}`, false],
    ['our name in capitals', `USER-AGENT: RULES-MAKER\n${no}`, false],
    ['our name with a version', `User-agent: rules-maker/2.1\n${no}`, false],
    ['our name and a remark', `User-agent: rules-maker beta\n${no}`, false],
    ['a name that ours begins with', `User-agent: rules\n${no}`, true],
    ['a name that begins with ours', `User-agent: rules-makers\n${no}`, true],
    ['a star and a remark', `User-agent: * everyone\n${no}`, false],
    ['a star within a name is no star', `User-agent: *bot\n${no}`, true],
    ['ours wins over everybody', `User-agent: *\n${no}\nUser-agent: rules-maker\nDisallow: /x/\n`, true],
    ['ours wins also when it comes first', `User-agent: rules-maker\nAllow: /\n\nUser-agent: *\n${no}`, true],
    [
      'ours without a rule allows all',
      `User-agent: rules-maker\n\n\nUser-agent: a\nUser-agent: *\n${no}`,
      false,
    ],
    [
      'a group of ours with an empty rule',
      `User-agent: rules-maker\nDisallow:\n\nUser-agent: *\n${no}`,
      true,
    ],
    ['several agents share the rules', `User-agent: a\nUser-agent: rules-maker\nUser-agent: b\n${no}`, false],
    ['an empty line does not end the agents', `User-agent: rules-maker\n\n${no}`, false],
    [
      'a sitemap line does not end the agents',
      `User-agent: rules-maker\nSitemap: /s.xml\nUser-agent: b\n${no}`,
      false,
    ],
    [
      'an unknown line does not end the agents',
      `User-agent: rules-maker\nNoindex: /\nUser-agent: b\n${no}`,
      false,
    ],
    ['a rule ends the agents', `User-agent: rules-maker\nDisallow: /x/\nUser-agent: b\n${no}`, true],
    [
      'groups for everybody are merged',
      `User-agent: *\nDisallow: /x/\nUser-agent: a\nDisallow: /y/\nUser-agent: *\n${no}`,
      false,
    ],
  ])('%s', (_name, text, expected) => {
    expect(allowed(text, '/docs/page.html')).toBe(expected);
  });

  test('groups of ours are merged', () => {
    const text =
      'User-agent: rules-maker\nDisallow: /a/\n\nUser-agent: x\nDisallow: /\n\nUser-agent: Rules-Maker\nDisallow: /b/\n';
    expect([allowed(text, '/a/'), allowed(text, '/b/'), allowed(text, '/c/')]).toEqual([false, false, true]);
  });
});

describe('how lines are read', () => {
  test.each<[string, string, boolean]>([
    ['CRLF', 'User-agent: *\r\nDisallow: /p/\r\n', false],
    ['CR alone', 'User-agent: *\rDisallow: /p/\r', false],
    ['no line break at the end', 'User-agent: *\nDisallow: /p/', false],
    ['a byte order mark', '\uFEFFUser-agent: *\nDisallow: /p/\n', false],
    ['no colon', 'User-agent *\nDisallow /p/\n', false],
    ['no colon and a third word', 'User-agent: *\nDisallow /p/ please\n', true],
    ['spaces before the colon', 'User-agent : *\n  Disallow   :   /p/   \n', false],
    ['tabs', '\tUser-agent:\t*\n\tDisallow:\t/p/\n', false],
    ['mixed case', 'uSeR-aGeNt: *\ndIsAlLoW: /p/\n', false],
    ['a comment behind the rule', 'User-agent: * # all\nDisallow: /p/ # private\n', false],
    ['a commented rule', 'User-agent: *\n# Disallow: /p/\n', true],
    ['an agent line without a hyphen', 'useragent: *\nDisallow: /p/\n', false],
    ['a misspelt rule', 'User-agent: *\nDisalow: /p/\n', false],
    ['a rule that nobody knows', 'User-agent: *\nForbid: /p/\n', true],
    ['an empty Disallow', 'User-agent: *\nDisallow:\n', true],
    ['an empty Allow', 'User-agent: *\nAllow:\nDisallow: /p/\n', false],
    ['a page of HTML', '<!doctype html><html><body>User-agent: nobody</body></html>', true],
  ])('%s', (_name, text, expected) => {
    expect(allowed(text, '/p/page.html')).toBe(expected);
  });
});

describe('which rule wins', () => {
  test.each<[string, string[], string, boolean]>([
    ['a path prefix', ['Disallow: /private'], '/private/a.html', false],
    ['a prefix is no whole word', ['Disallow: /private'], '/privateer.html', false],
    ['another path', ['Disallow: /private'], '/public/', true],
    ['case counts in a path', ['Disallow: /Private/'], '/private/', true],
    ['the longer Allow', ['Disallow: /docs/', 'Allow: /docs/guide/'], '/docs/guide/a', true],
    ['the longer Allow, given first', ['Allow: /docs/guide/', 'Disallow: /docs/'], '/docs/guide/a', true],
    ['the longer Disallow', ['Allow: /docs/', 'Disallow: /docs/old/'], '/docs/old/a', false],
    ['a tie goes to Allow', ['Disallow: /docs/', 'Allow: /docs/'], '/docs/a', true],
    ['a tie goes to Allow, given first', ['Allow: /docs/', 'Disallow: /docs/'], '/docs/a', true],
    ['a longer rule that does not match', ['Disallow: /docs/', 'Allow: /docs/guide/'], '/docs/a', false],
    ['length counts the star', ['Allow: /docs/', 'Disallow: /docs*/'], '/docs/a', false],
    ['the whole site', ['Disallow: /'], '/', false],
    ['all but one page', ['Disallow: /', 'Allow: /open.html'], '/open.html', true],
    ['only the start page', ['Disallow: /', 'Allow: /$'], '/', true],
    ['only the start page, not the others', ['Disallow: /', 'Allow: /$'], '/a', false],
    ['robots.txt itself', ['Disallow: /'], '/robots.txt', true],
    ['the index page stands for its folder', ['Disallow: /docs/', 'Allow: /docs/index.html'], '/docs/', true],
    [
      'the index page stands for nothing else',
      ['Disallow: /docs/', 'Allow: /docs/index.html'],
      '/docs/a',
      false,
    ],
    ['a rule without a slash matches nothing', ['Disallow: docs'], '/docs', true],
  ])('%s', (_name, rules, path, expected) => {
    expect(allowed(all(...rules), path)).toBe(expected);
  });
});

describe('stars and dollars', () => {
  test.each<[string, string, boolean]>([
    ['/*.pdf', '/a/b.pdf', false],
    ['/*.pdf', '/a/b.pdf.html', false],
    ['/*.pdf$', '/a/b.pdf', false],
    ['/*.pdf$', '/a/b.pdf.html', true],
    ['/*.pdf$', '/a.pdf/b.pdf', false],
    ['/a*b*c', '/axxbyyc', false],
    ['/a*b*c', '/axxcyyb', true],
    ['/a**b', '/ab', false],
    ['/docs/*', '/docs/', false],
    ['/docs*', '/docsets', false],
    ['*/old/', '/x/y/old/z', false],
    ['*', '/', false],
    ['/docs$', '/docs', false],
    ['/docs$', '/docs/', true],
    ['/docs$', '/docs?x=1', true],
    ['/ab*b$', '/ab', true],
    ['/ab*b$', '/abb', false],
    ['/price$list', '/price$list', false],
    ['/price$list', '/price', true],
    ['/*?', '/page?x=1', false],
    ['/*?', '/page', true],
    ['/*?page=', '/list?sort=a&page=2', true],
    ['/*page=', '/list?sort=a&page=2', false],
  ])('Disallow: %s and %s', (pattern, path, expected) => {
    expect(allowed(all(`Disallow: ${pattern}`), path)).toBe(expected);
  });

  test('a pattern of many stars takes no time', () => {
    const pattern = `/${'*a'.repeat(5_000)}b$`;
    const startedAt = performance.now();
    expect(allowed(all(`Disallow: ${pattern}`), `/${'a'.repeat(50_000)}`)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});

describe('escapes mean the same on both sides', () => {
  test.each<[string, string, boolean]>([
    ['/café/', '/caf%C3%A9/', false],
    ['/caf%c3%a9/', '/café/', false],
    ['/caf%C3%A9/', '/caf%c3%a9/', false],
    ['/%62%61%7A', '/baz', false],
    ['/baz', '/%62%61%7A', false],
    ['/~user/', '/%7Euser/', false],
    ['/a b/', '/a%20b/', false],
    ['/a%2Fb', '/a/b', true],
    ['/a%2fb', '/a%2Fb', false],
    ['/a%2Ab', '/a*b', false],
    ['/a%2Ab', '/axxb', true],
    ['/%E3%83%84', '/ツ', false],
    ['/q?a=%7B', '/q?a={', false],
    ['/100%', '/100%', false],
  ])('Disallow: %s and %s', (pattern, path, expected) => {
    expect(allowed(all(`Disallow: ${pattern}`), path)).toBe(expected);
  });
});

describe('what else the file says', () => {
  test('names the line that decided', () => {
    const robots = parseRobots(
      '# rules\nUser-agent: *\n\nDisallow: /private/   # keep out\nAllow: /private/open/\n',
      'rules-maker',
    );
    expect(robots.check(`${host}/private/a`)).toEqual({
      allowed: false,
      line: 'robots.txt:4 Disallow: /private/',
    });
    expect(robots.check(`${host}/private/open/`)).toEqual({
      allowed: true,
      line: 'robots.txt:5 Allow: /private/open/',
    });
    expect(robots.check(`${host}/`)).toEqual({allowed: true, line: null});
  });

  test.each([
    ['User-agent: *\nCrawl-delay: 2\n', 2_000],
    ['User-agent: *\nCrawl-delay: 0.5\n', 500],
    ['User-agent: *\nCrawl-delay: 0\n', 0],
    ['User-agent: *\nCrawl-delay: soon\n', null],
    ['User-agent: *\nCrawl-delay: -1\n', null],
    ['User-agent: other\nCrawl-delay: 9\n', null],
    ['User-agent: *\nCrawl-delay: 9\n\nDisallow: /x\nUser-agent: rules-maker\nCrawl-delay: 1\n', 1_000],
  ])('reads the Crawl-delay of %j', (text, expected) => {
    expect(parseRobots(text, 'rules-maker').crawlDelayMs).toBe(expected);
  });

  test.each([
    [
      'User-agent: *\nContent-Signal: search=yes, ai-input=no, ai-train=no\n',
      'robots.txt:2 Content-Signal: search=yes, ai-input=no, ai-train=no',
    ],
    ['User-agent: *\nContent-Signal: AI-Input = NO\n', 'robots.txt:2 Content-Signal: AI-Input = NO'],
    ['User-agent: *\nContent-Signal: ai-train=no, ai-input=yes\n', null],
    ['User-agent: *\nContent-Signal: ai-input=nope\n', null],
    ['User-agent: other\nContent-Signal: ai-input=no\n', null],
    ['User-agent: *\nContent-Signal: ai-input=no\nAllow: /\nUser-agent: rules-maker\nAllow: /\n', null],
  ])('reads the content signal of %j', (text, expected) => {
    expect(parseRobots(text, 'rules-maker').aiInputDenied).toBe(expected);
  });

  test('reads the first 500 KiB and never half a rule', () => {
    const head = 'User-agent: *\nDisallow: /early/\n';
    const fill = `${'#'.repeat(1_023)}\n`;
    const lines = `${head}${fill.repeat(500)}`.slice(0, 500 * 1024 - 17);
    const text = `${lines}\nDisallow: /docs/late/\nDisallow: /never/\n`;
    expect(allowed(text, '/early/')).toBe(false);
    expect(allowed(text, '/docs/')).toBe(true);
    expect(allowed(text, '/docs/late/')).toBe(true);
    expect(allowed(text, '/never/')).toBe(true);
  });
});
