import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type AnswerCacheOptions, createAnswerCache} from '../../source/models/cache.ts';
import type {StoredAnswer} from '../../source/models/cache-entry.ts';
import {answerKey, canonicalJson, sha256} from '../../source/models/cache-key.ts';
import {pruneCache} from '../../source/models/cache-prune.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {question, usageOf} from '../helpers/model-engine.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rules-maker-answers-'));
});
afterEach(() => {
  rmSync(dir, {recursive: true, force: true});
});

const day = 86_400_000;

/** Entries carry the time of the machine as well: the clock begins there. */
function open(options: Partial<AnswerCacheOptions> = {}) {
  const clock = createFakeClock(Date.now());
  const told: string[] = [];
  const cache = createAnswerCache({
    ...{dir, ttlMs: 90 * day, maxBytes: 1e9, clock},
    tell: (problem) => told.push(problem),
    ...options,
  });
  return {cache, clock, told};
}

const answerAt = (atMs: number, text = '{"rules":[]}'): StoredAnswer => ({
  ...{text, atMs, stopReason: 'end_turn', usage: usageOf(20, 10), responseId: null},
  ...{provider: 'bedrock', model: 'model-1', region: null, costMicroUsd: 60},
});

const key = sha256('a');
const pathOf = (each: string) => join(dir, each.slice(0, 2), each);

describe('the answers of the cache', () => {
  it('come back to another run, whole', async () => {
    const {cache, clock} = open();
    const answer = answerAt(clock.now(), 'Ä "quoted" \u2028 \ud83d\ude00');
    expect(await cache.store(key, answer)).toBe(pathOf(key));
    expect(await open().cache.load(key)).toEqual(answer);
    expect(await open().cache.load(sha256('b'))).toBeNull();
  });

  it('are in memory for the run that has them', async () => {
    const {cache, clock} = open();
    expect(cache.recent(key)).toBeNull();
    await cache.store(key, answerAt(clock.now()));
    rmSync(dir, {recursive: true});
    expect(cache.recent(key)).toMatchObject({text: '{"rules":[]}'});
  });

  it.each([
    ['empty', () => ''],
    ['cut', (text: string) => text.slice(0, text.length / 2)],
    ['no JSON', () => 'x'],
    ['null', () => 'null'],
    ['of another shape', () => '[{"key":"answer","value":{"a":1}}]'],
    ['changed in its text', (text: string) => text.replace('end_turn', 'end_torn')],
    ['changed in its cost', (text: string) => text.replace('"costMicroUsd":60', '"costMicroUsd":61')],
    ['of a prototype', () => '{"__proto__":{"answer":{}}}'],
  ])('are a miss if the file is %s, and the next one takes its place', async (_, damage) => {
    const {cache, clock} = open();
    await cache.store(key, answerAt(clock.now()));
    writeFileSync(pathOf(key), damage(readFileSync(pathOf(key), 'utf8')));
    expect(await open().cache.load(key)).toBeNull();
    await cache.store(key, answerAt(clock.now()));
    expect(await open().cache.load(key)).not.toBeNull();
  });

  it('are a miss under another name', async () => {
    const {cache, clock} = open();
    await cache.store(key, answerAt(clock.now()));
    const other = `${key.slice(0, 2)}${sha256('b').slice(2)}`;
    writeFileSync(pathOf(other), readFileSync(pathOf(key)));
    expect(await cache.load(other)).toBeNull();
  });

  it('grow old', async () => {
    const {cache, clock} = open();
    await cache.store(key, answerAt(clock.now() - 89 * day));
    expect([cache.recent(key) !== null, (await open().cache.load(key)) !== null]).toEqual([true, true]);
    await clock.advance(2 * day);
    expect([cache.recent(key), await cache.load(key)]).toEqual([null, null]);
  });

  it('are for their owner alone', async () => {
    const own = join(dir, 'deep', 'llm');
    const {cache, clock} = open({dir: own});
    const path = (await cache.store(key, answerAt(clock.now()))) ?? '';
    const modes = [own, join(own, key.slice(0, 2)), path].map((each) => statSync(each).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o600]);
  });

  it('leave the mode of a folder as its owner set it', async () => {
    chmodSync(dir, 0o750);
    const {cache, clock} = open();
    await cache.store(key, answerAt(clock.now()));
    expect(statSync(dir).mode & 0o777).toBe(0o750);
  });

  it('cannot be written: said once, and the run goes on', async () => {
    writeFileSync(join(dir, 'file'), '');
    const {cache, clock, told} = open({dir: join(dir, 'file')});
    expect(await cache.store(key, answerAt(clock.now()))).toBeNull();
    expect(await cache.store(sha256('b'), answerAt(clock.now()))).toBeNull();
    expect(told.length).toBe(1);
    expect(cache.recent(key)).not.toBeNull();
    await cache.close();
  });
});

describe('pruning', () => {
  it('takes the oldest until there is room, and nothing that is no entry', async () => {
    const {cache, clock} = open();
    const keys = Array.from({length: 10}, (_, index) => sha256(String(index)));
    for (const [index, each] of keys.entries()) {
      await cache.store(each, answerAt(clock.now(), 'x'.repeat(1000)));
      utimesSync(pathOf(each), index, index);
    }
    mkdirSync(join(dir, 'zz'));
    const strange = [
      join(dir, 'notes.txt'),
      join(dir, 'zz', sha256('x')),
      join(dir, key.slice(0, 2), 'x.tmp'),
    ];
    mkdirSync(join(dir, key.slice(0, 2)), {recursive: true});
    for (const path of strange) writeFileSync(path, 'x'.repeat(50_000));
    const bytes = statSync(pathOf(keys[0] ?? '')).size;
    expect(await pruneCache(dir, bytes * 10 + 10)).toBe(0);
    expect(await pruneCache(dir, bytes * 5)).toBe(6);
    const left = await Promise.all(keys.map(async (each) => (await open().cache.load(each)) !== null));
    expect(left).toEqual([...Array(6).fill(false), ...Array(4).fill(true)]);
    for (const path of strange) expect(statSync(path).size).toBe(50_000);
  });

  it('happens at the end of a run that stored something', async () => {
    const {cache, clock} = open({maxBytes: 1});
    await cache.store(key, answerAt(clock.now()));
    await cache.close();
    expect(await open().cache.load(key)).toBeNull();
  });
});

describe('two processes on one folder', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it('read whole answers or none, whatever the other writes', async () => {
    const helper = new URL('../helpers/cache-process.ts', import.meta.url);
    const results = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const child = fork(helper, [dir, name], {stdio: ['ignore', 'ignore', 'inherit', 'ipc']});
        children.push(child);
        const [result] = (await once(child, 'message')) as [{wrong: number; hits: number}];
        return result;
      }),
    );
    expect(results.map(({wrong}) => wrong)).toEqual([0, 0, 0]);
    expect(results.every(({hits}) => hits > 0)).toBe(true);
  });
});

describe('the key of an answer', () => {
  const provider = {name: 'bedrock', endpoint: 'https://bedrock.example', model: 'm', region: 'r'} as const;
  const base = answerKey(provider, question, {temperature: null});

  it.each([
    ['provider', answerKey({...provider, name: 'openai'}, question, {temperature: null})],
    ['endpoint', answerKey({...provider, endpoint: 'https://other.example'}, question, {temperature: null})],
    ['model', answerKey({...provider, model: 'n'}, question, {temperature: null})],
    ['region', answerKey({...provider, region: null}, question, {temperature: null})],
    ['system', answerKey(provider, {...question, system: 'x'}, {temperature: null})],
    ['prompt', answerKey(provider, {...question, prompt: 'x'}, {temperature: null})],
    [
      'schema',
      answerKey(
        provider,
        {...question, output: {name: 'rules', schema: {type: 'array'}}},
        {temperature: null},
      ),
    ],
    [
      'name of the schema',
      answerKey(provider, {...question, output: {name: 'x', schema: {type: 'object'}}}, {temperature: null}),
    ],
    ['no schema', answerKey(provider, {...question, output: null}, {temperature: null})],
    ['length', answerKey(provider, {...question, maxTokens: 101}, {temperature: null})],
    ['version of the prompt', answerKey(provider, {...question, promptVersion: '2'}, {temperature: null})],
    ['temperature', answerKey(provider, question, {temperature: 0})],
    [
      'parts run together',
      answerKey(
        provider,
        {...question, system: question.system + question.prompt, prompt: ''},
        {temperature: null},
      ),
    ],
  ])('changes with its %s', (_, other) => {
    expect(other).toMatch(/^[0-9a-f]{64}$/);
    expect(other).not.toBe(base);
  });

  it('does not change with what the question is about, nor with the order of keys', () => {
    expect(answerKey(provider, {...question, subject: 'https://other.example/'}, {temperature: null})).toBe(
      base,
    );
    expect(canonicalJson({b: [{d: 1, c: 2}], a: null})).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });
});
