/**
 * What robots.txt files mean: the behaviour that the test suite of Google's parser (github.com/google/robotstxt)
 * establishes, told anew with files of our own. One entry is one file; each check is one question to it.
 */
export type RobotsCase = {
  readonly name: string;
  /** Lines of the file. */
  readonly file: readonly string[];
  /** @default LF */
  readonly ends?: string;
  /** Bytes in front of the first line. */
  readonly before?: readonly number[];
  /** Agent, path, whether it may be read. */
  readonly checks: readonly (readonly [string, string, boolean])[];
};

/** A habit of that parser which RFC 9309 does not ask for, or which it contradicts. */
export type GoogleOnlyCase = RobotsCase & {
  /** What RFC 9309 says to it. */
  readonly rfc: 'silent' | 'contradicts';
  /** Whether we do the same. */
  readonly ours: 'same' | 'other';
};

const bot = 'figbot';

/** The same agent for every path. */
function asks(agent: string, allowed: readonly string[], forbidden: readonly string[]) {
  return [
    ...allowed.map((path) => [agent, path, true] as const),
    ...forbidden.map((path) => [agent, path, false] as const),
  ];
}

const only = (rule: string) => ['user-agent: figbot', 'disallow: /', rule];

export const rfcCases: readonly RobotsCase[] = [
  // 2.1 and 2.2: lines and groups
  {name: 'an empty file allows all', file: [], checks: [[bot, '/tree/leaf', true]]},
  {
    name: 'agent and rule with a colon are obeyed',
    file: ['user-agent: figbot', 'disallow: /'],
    checks: [[bot, '/tree/leaf', false]],
  },
  {
    name: 'lines of other names say nothing',
    file: ['gardener: figbot', 'hedge: /'],
    checks: [[bot, '/tree/leaf', true]],
  },
  {
    name: 'groups of one agent are joined, rules outside of groups are ignored, agents in a row share their rules',
    file: [
      'allow: /shed/tool/',
      '',
      'user-agent: figbot',
      'disallow: /',
      'allow: /oak/',
      'user-agent: plumbot',
      'disallow: /',
      'allow: /elm/',
      '',
      '',
      'allow: /ash/',
      'user-agent: pearbot',
      '',
      'user-agent: figbot',
      'allow: /yew/',
      'disallow: /',
    ],
    checks: [
      ...asks(bot, ['/oak/1', '/yew/1'], ['/elm/1', '/shed/tool/']),
      ...asks('plumbot', ['/elm/1', '/ash/1'], ['/yew/1', '/shed/tool/']),
      ...asks('pearbot', ['/yew/1'], ['/shed/tool/']),
    ],
  },
  {
    name: 'a sitemap line does not end a list of agents',
    file: ['User-agent: plumbot', 'Sitemap: https://tree.example/map', 'User-agent: *', 'Disallow: /'],
    checks: [
      [bot, '/', false],
      ['plumbot', '/', false],
    ],
  },
  {
    name: 'an unknown line does not end a list of agents',
    file: ['User-agent: figbot', 'Watering: daily', 'User-agent: *', 'Disallow: /'],
    checks: [
      [bot, '/', false],
      ['plumbot', '/', false],
    ],
  },
  ...['USER-AGENT|ALLOW|DISALLOW', 'user-agent|allow|disallow', 'uSeR-aGeNt|AlLoW|dIsAlLoW'].map((names) => {
    const [agent, allow, disallow] = names.split('|');
    return {
      name: `the names of lines are read as ${names}`,
      file: [`${agent}: figbot`, `${allow}: /oak/`, `${disallow}: /`],
      checks: asks(bot, ['/oak/leaf'], ['/elm/leaf']),
    };
  }),
  ...['FIG TREE', 'fig tree', 'FiG tReE'].map((value) => ({
    name: `the name of an agent is read as ${value}`,
    file: [`User-Agent: ${value}`, 'Allow: /oak/', 'Disallow: /'],
    checks: [...asks('Fig', ['/oak/leaf'], ['/elm/leaf']), ...asks('fig', ['/oak/leaf'], ['/elm/leaf'])],
  })),
  {
    name: 'the group for everybody counts only for agents without one of their own',
    file: ['user-agent: *', 'allow: /', 'user-agent: figbot', 'disallow: /'],
    checks: [
      [bot, '/tree/leaf', false],
      ['plumbot', '/tree/leaf', true],
    ],
  },
  {
    name: 'without a group for it or for everybody an agent may read all',
    file: [
      'user-agent: figbot',
      'allow: /',
      'user-agent: plumbot',
      'disallow: /',
      'user-agent: pearbot',
      'disallow: /',
    ],
    checks: [['quincebot', '/tree/leaf', true]],
  },

  // 2.2.2: rules
  {
    name: 'paths are compared with regard to case (equal)',
    file: ['user-agent: figbot', 'disallow: /oak/'],
    checks: [[bot, '/oak/leaf', false]],
  },
  {
    name: 'paths are compared with regard to case (other)',
    file: ['user-agent: figbot', 'disallow: /OAK/'],
    checks: [[bot, '/oak/leaf', true]],
  },
  {
    name: 'the longer rule wins, here the one that forbids',
    file: ['user-agent: figbot', 'disallow: /oak/leaf.html', 'allow: /oak/'],
    checks: [[bot, '/oak/leaf.html', false]],
  },
  {
    name: 'the longer rule wins, here the one that allows',
    file: ['user-agent: figbot', 'allow: /oak/leaf.html', 'disallow: /oak/'],
    checks: asks(bot, ['/oak/leaf.html'], ['/oak/']),
  },
  {
    name: 'two empty rules allow',
    file: ['user-agent: figbot', 'disallow: ', 'allow: '],
    checks: [[bot, '/oak/leaf.html', true]],
  },
  {
    name: 'of two equal rules the one that allows wins, for all',
    file: ['user-agent: figbot', 'disallow: /', 'allow: /'],
    checks: [[bot, '/oak/leaf.html', true]],
  },
  {
    name: 'a slash at the end makes a rule longer',
    file: ['user-agent: figbot', 'disallow: /oak', 'allow: /oak/'],
    checks: asks(bot, ['/oak/'], ['/oak']),
  },
  {
    name: 'of two equal rules the one that allows wins, for a page',
    file: ['user-agent: figbot', 'disallow: /oak/leaf.html', 'allow: /oak/leaf.html'],
    checks: [[bot, '/oak/leaf.html', true]],
  },
  {
    name: 'a star counts as a character: the pattern is longer than the path',
    file: ['user-agent: figbot', 'allow: /leaf', 'disallow: /*.html'],
    checks: asks(bot, ['/leaf'], ['/leaf.html']),
  },
  {
    name: 'a star counts as a character: the path is longer than the pattern',
    file: ['user-agent: figbot', 'allow: /oak/leaf.', 'disallow: /*.html'],
    checks: asks(bot, ['/oak/leaf.html'], ['/oak/x.html']),
  },
  {
    name: 'rules for everybody are none for an agent with a group',
    file: ['User-agent: *', 'Disallow: /oak/', 'User-agent: figbot', 'Disallow: /elm/'],
    checks: asks(bot, ['/oak/leaf'], ['/elm/leaf']),
  },
  {
    name: 'reserved characters in a query stay as they are',
    file: ['User-agent: figbot', 'Disallow: /', 'Allow: /oak/leaf?x=y&z=http://tree.example?a&b'],
    checks: [[bot, '/oak/leaf?x=y&z=http://tree.example?a&b', true]],
  },
  {
    name: 'a rule in UTF-8 is one with escapes',
    file: ['User-agent: figbot', 'Disallow: /', 'Allow: /oak/leaf/木'],
    checks: [[bot, '/oak/leaf/%E6%9C%A8', true]],
  },
  {
    name: 'a rule with escapes is obeyed',
    file: ['User-agent: figbot', 'Disallow: /', 'Allow: /oak/leaf/%E6%9C%A8'],
    checks: [[bot, '/oak/leaf/%E6%9C%A8', true]],
  },
  {
    name: 'needless escapes in rule and path are equal',
    file: ['User-agent: figbot', 'Disallow: /', 'Allow: /oak/leaf/%6E%75%74'],
    checks: [[bot, '/oak/leaf/%6E%75%74', true]],
  },
  {
    name: 'escapes are compared without regard to the case of their digits',
    file: ['User-agent: figbot', 'Disallow: /%aa'],
    checks: [[bot, '/%AA', false]],
  },

  // 2.2.3: special characters
  {
    name: 'a star stands for any characters',
    file: ['User-agent: figbot', 'Disallow: /oak/nut/twig', 'Allow: /oak/*/bud'],
    checks: asks(bot, ['/oak/twig', '/oak//twig', '/oak/bark/twig'], ['/oak/nut/twig']),
  },
  {
    name: 'a dollar stands for the end',
    file: ['User-agent: figbot', 'Disallow: /oak/nut$', 'Allow: /oak/nut/bud'],
    checks: asks(bot, ['/oak/nut/bud', '/oak/nut/', '/oak/nut/twig'], ['/oak/nut']),
  },
  {
    name: 'a number sign begins a comment',
    file: ['User-agent: figbot', '# Disallow: /', 'Disallow: /oak/twig#bud', 'Allow: /'],
    checks: asks(bot, ['/oak/nut'], ['/oak/twig']),
  },

  // Prefixes and patterns, one after the other
  {
    name: 'a path is a prefix',
    file: only('allow: /nut'),
    checks: asks(
      bot,
      ['/nut', '/nut.html', '/nut/shell.html', '/nuts', '/nuts/brown.html', '/nut.html?id=any'],
      ['/bud', '/Nut.asp', '/walnut', '/?id=nut'],
    ),
  },
  {
    name: 'a star at the end changes nothing',
    file: only('allow: /nut*'),
    checks: asks(
      bot,
      ['/nut', '/nut.html', '/nut/shell.html', '/nuts', '/nuts/brown.html', '/nut.html?id=any'],
      ['/bud', '/Nut.bud', '/walnut', '/?id=nut'],
    ),
  },
  {
    name: 'a folder is not the page of its name',
    file: only('allow: /nut/'),
    checks: asks(
      bot,
      ['/nut/', '/nut/shell', '/nut/?shell', '/nut/shell.html', '/nut/?id=any'],
      ['/bud', '/nut', '/nut.html', '/Nut/Shell.html'],
    ),
  },
  {
    name: 'a pattern may match anywhere behind its star',
    file: only('allow: /*.cgi'),
    checks: asks(
      bot,
      [
        '/leaf.cgi',
        '/oak/leaf.cgi',
        '/oak/leaf.cgi?x',
        '//oak/any.cgi.file.html',
        '/leaf.cgi/',
        '/index?f=leaf.cgi/',
      ],
      ['/bud', '/cgi/', '/index?cgi', '/leaf.CGI'],
    ),
  },
  {
    name: 'a pattern with a dollar must match the end',
    file: only('allow: /*.cgi$'),
    checks: asks(
      bot,
      ['/leaf.cgi', '/oak/leaf.cgi'],
      ['/bud', '/leaf.cgi?x', '/leaf.cgi/', '/leaf.cgi5', '/cgi/', '/leaf?cgi', '/aaacgiaaa', '//leaf.CGI'],
    ),
  },
  {
    name: 'a star may stand in the middle',
    file: only('allow: /nut*.cgi'),
    checks: asks(bot, ['/nut.cgi', '/nuts/walnut.cgi?x'], ['/bud', '/Nut.CGI']),
  },
  {
    name: 'a short path that allows is longer than the root',
    file: ['user-agent: figbot', 'allow: /p', 'disallow: /'],
    checks: [[bot, '/page', true]],
  },
  {
    name: 'of two equal folders the one that allows wins',
    file: ['user-agent: figbot', 'allow: /oak', 'disallow: /oak'],
    checks: [[bot, '/oak/page', true]],
  },
  {
    name: 'a longer pattern beats a shorter path',
    file: ['user-agent: figbot', 'allow: /page', 'disallow: /*.htm'],
    checks: [[bot, '/page.htm', false]],
  },
  {
    name: 'the start page alone',
    file: ['user-agent: figbot', 'allow: /$', 'disallow: /'],
    checks: asks(bot, ['/'], ['/page.html']),
  },

  // Line ends: all rules are found, wherever lines end
  ...(
    [
      ['LF', '\n'],
      ['CRLF', '\r\n'],
      ['CR', '\r'],
    ] as const
  ).map(([name, ends]) => ({
    name: `lines may end in ${name}`,
    file: ['User-Agent: fig', 'Allow: /some/path', 'User-Agent: plum', '', '', 'Disallow: /', ''],
    ends,
    checks: [
      ['fig', '/other', true],
      ['plum', '/other', false],
    ] as const,
  })),
  {
    name: 'the last line needs no end',
    file: ['User-Agent: fig', 'Allow: /some/path', 'User-Agent: plum', '', '', 'Disallow: /'],
    checks: [
      ['fig', '/other', true],
      ['plum', '/other', false],
    ],
  },
  {
    name: 'line ends may be mixed',
    file: ['User-Agent: fig\nAllow: /some/path\r\nUser-Agent: plum\n\r\n\nDisallow: /'],
    checks: [
      ['fig', '/other', true],
      ['plum', '/other', false],
    ],
  },
  {
    name: 'a byte order mark in front is passed over',
    before: [0xef, 0xbb, 0xbf],
    file: ['User-Agent: figbot', 'Disallow: /'],
    checks: [[bot, '/leaf', false]],
  },
  {
    name: 'a byte order mark in the middle spoils its line',
    file: ['User-Agent: figbot', '\uFEFFDisallow: /', 'Disallow: /oak'],
    checks: asks(bot, ['/leaf'], ['/oak']),
  },
];

const longest = 2083 * 8;

export const googleOnlyCases: readonly GoogleOnlyCase[] = [
  {
    name: 'a missing colon is read as one',
    rfc: 'silent',
    ours: 'same',
    file: ['user-agent figbot', 'disallow /'],
    checks: [[bot, '/tree/leaf', false]],
  },
  {
    name: 'the name of an agent ends at its first space',
    rfc: 'silent',
    ours: 'same',
    file: ['User-Agent: *', 'Disallow: /', 'User-Agent: Fig Tree', 'Allow: /oak/', 'Disallow: /'],
    checks: [
      ['Fig', '/oak/leaf', true],
      ['Fig Tree', '/oak/leaf', false],
    ],
  },
  {
    name: 'whoever allows index.html allows its folder',
    rfc: 'silent',
    ours: 'same',
    file: ['User-Agent: *', 'Allow: /open/index.html', 'Disallow: /'],
    checks: asks(bot, ['/open/', '/open/index.html'], ['/open/index.htm', '/other']),
  },
  {
    name: 'part of a byte order mark (two bytes) is passed over',
    rfc: 'silent',
    ours: 'same',
    before: [0xef, 0xbb],
    file: ['User-Agent: figbot', 'Disallow: /'],
    checks: [[bot, '/leaf', false]],
  },
  {
    name: 'part of a byte order mark (one byte) is passed over',
    rfc: 'silent',
    ours: 'same',
    before: [0xef],
    file: ['User-Agent: figbot', 'Disallow: /'],
    checks: [[bot, '/leaf', false]],
  },
  {
    name: 'bytes that are no byte order mark spoil the first line',
    rfc: 'silent',
    ours: 'same',
    before: [0xef, 0x11, 0xbf],
    file: ['User-Agent: figbot', 'Disallow: /'],
    checks: [[bot, '/leaf', true]],
  },
  {
    name: 'an agent without a name may read all',
    rfc: 'silent',
    ours: 'same',
    file: ['user-agent: figbot', 'disallow: /'],
    checks: [['', '/', true]],
  },
  {
    name: `a rule is cut after ${longest} bytes of its line`,
    rfc: 'contradicts',
    ours: 'other',
    file: ['user-agent: figbot', `disallow: /x/${'a'.repeat(longest)}/end`],
    checks: [[bot, `/x/${'a'.repeat(longest)}/other`, false]],
  },
  {
    name: 'a rule with needless escapes does not match the plain path',
    rfc: 'contradicts',
    ours: 'other',
    file: ['User-agent: figbot', 'Disallow: /', 'Allow: /oak/leaf/%6E%75%74'],
    checks: [[bot, '/oak/leaf/nut', false]],
  },
  {
    name: 'a path that was not escaped does not match a rule in UTF-8',
    rfc: 'contradicts',
    ours: 'other',
    file: ['User-agent: figbot', 'Disallow: /', 'Allow: /oak/leaf/木'],
    checks: [[bot, '/oak/leaf/木', false]],
  },
  {
    name: 'a path that was not escaped does not match a rule with escapes',
    rfc: 'contradicts',
    ours: 'other',
    file: ['User-agent: figbot', 'Disallow: /', 'Allow: /oak/leaf/%E6%9C%A8'],
    checks: [[bot, '/oak/leaf/木', false]],
  },
];
