import type {Assembly, Topic} from '../../source/assemble/assembly.ts';
import type {Rule} from '../../source/distil/rule.ts';
import type {RunEventBody} from '../../source/events/catalogue.ts';

/** A rule of the made-up library; every field can be replaced. */
export function rule(id: string, fields: Partial<Rule> = {}): Rule {
  return {
    id: `acme.${id}`,
    kind: 'pitfall',
    condition: null,
    directive: `Call \`acme.${id}()\` once.`,
    do: null,
    dont: null,
    identifiers: [`acme.${id}`],
    versions: null,
    topic: 'widgets',
    globs: [],
    evidence: [
      {url: 'https://docs.acme.dev/guide/widgets', anchor: 'dispose', quote: 'Call it once, not twice.'},
    ],
    score: 0.5,
    ...fields,
  };
}

export function topic(slug: string, rules: readonly Rule[], fields: Partial<Topic> = {}): Topic {
  return {
    slug,
    title: `${slug.slice(0, 1).toUpperCase()}${slug.slice(1)}`,
    url: `https://docs.acme.dev/guide/${slug}`,
    globs: [],
    identifiers: [...new Set(rules.flatMap(({identifiers}) => identifiers))],
    rules,
    ...fields,
  };
}

export function assemblyOf(topics: readonly Topic[], fields: Partial<Assembly> = {}): Assembly {
  const library = {name: 'Acme', version: '3.0', url: 'https://docs.acme.dev/'};
  const rules = topics
    .flatMap((each) => each.rules)
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return {
    library: {...library, slug: 'acme'},
    ruleSet: {schema: 1, library, rules},
    index: rules.slice(0, 20),
    topics,
    pages: topics.map((each) => ({url: each.url, title: each.title, summary: null, topic: each.slug})),
    ...fields,
  };
}

/** Small, hand-made, with one of everything. */
export function sample(): Assembly {
  const dispose = rule('dispose', {
    kind: 'breaking',
    condition: 'creating a widget in a worker',
    directive: 'Call `acme.dispose()` in `finally`; `acme.close()` was removed in 3.0.',
    do: {language: 'ts', code: 'await acme.dispose(w)'},
    dont: {language: 'ts', code: 'acme.close(w)'},
    versions: {since: '3.0'},
    score: 1,
  });
  const create = rule('create', {
    condition: 'a widget needs a scope such as `@acme/core`',
    directive: 'Pass the scope to `createWidget()`, as in @acme/core.',
    do: {language: 'ts', code: "const w = createWidget({\n  scope: '@acme/core',\n});\n"},
    score: 0.8,
  });
  const config = rule('config', {
    kind: 'deprecation',
    directive: 'Use `defineConfig` instead of `module.exports`.',
    identifiers: ['defineConfig', 'module.exports'],
    versions: {since: '2.4', removed: '4.0'},
    topic: 'configuration',
    score: 0.9,
    evidence: [
      {
        url: 'https://docs.acme.dev/guide/configuration',
        anchor: null,
        quote: 'module.exports is deprecated.',
      },
    ],
  });
  const threads = rule('threads', {kind: 'security', topic: 'concepts', score: 0.4});
  return assemblyOf(
    [
      topic('widgets', [dispose, create], {globs: ['**/*.{ts,tsx}']}),
      topic('configuration', [config], {globs: ['acme.config.ts']}),
      topic('concepts', [threads]),
    ],
    {
      index: [dispose, config, create],
      pages: [
        {url: 'https://docs.acme.dev/', title: 'Acme', summary: 'Acme draws widgets.', topic: null},
        {
          url: 'https://docs.acme.dev/guide/widgets',
          title: 'Widgets',
          summary: 'All about widgets.',
          topic: 'widgets',
        },
        {
          url: 'https://docs.acme.dev/guide/configuration',
          title: 'Config [v3]',
          summary: null,
          topic: 'configuration',
        },
        {
          url: 'https://docs.acme.dev/guide/concepts',
          title: 'Concepts',
          summary: 'How it works.',
          topic: 'concepts',
        },
        {url: 'https://docs.acme.dev/about', title: 'About', summary: 'Who we are.', topic: null},
      ],
    },
  );
}

/** A repeatable source of numbers from 0 to below 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function collector() {
  const events: RunEventBody[] = [];
  return {events, emit: (event: RunEventBody) => void events.push(event)};
}
