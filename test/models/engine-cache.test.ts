import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as v from 'valibot';
import {afterEach, describe, expect, it} from 'vitest';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {
  calm,
  createRig,
  driven,
  failing,
  question,
  questionOf,
  type Rig,
  reply,
  type Script,
  scripted,
} from '../helpers/model-engine.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.remove();
});

// Entries on disk carry the time of the machine as well.
function one(script: Script, options: Parameters<typeof createRig>[1] & {takesMs?: number} = {}) {
  const clock = createFakeClock(Date.now());
  const provider = scripted(script, clock, {takesMs: options.takesMs ?? 0});
  const rig = createRig([provider], {clock, ...options});
  rigs.push(rig);
  return {...rig, provider, clock};
}

const fifty = Array.from({length: 50});

describe('a known answer', () => {
  it('is given to the next run for nothing', async () => {
    const first = one([reply()]);
    await first.ask();
    const cacheDir = join(first.root, 'cache');
    const {ask, provider, types, typed, engine, rows} = one([reply()], {cacheDir});
    expect(await ask()).toMatchObject({
      kind: 'answer',
      from: 'disk',
      costMicroUsd: 0,
      value: {rules: ['Use widgets.']},
    });
    expect(types()).toEqual(['request.queued', 'cache.hit', 'request.finished']);
    expect(typed('request.finished')).toMatchObject([
      {attempts: 0, usage: {inputTokens: 0}, finishReason: 'end_turn'},
    ]);
    expect([provider.attempts, rows(), engine.usageStats().requests]).toEqual([[], [], 0]);
  });

  it('that no longer fits what it is read with is asked for again', async () => {
    const {ask, engine, provider} = one([reply()]);
    await ask();
    const strict = v.object({rules: v.array(v.object({text: v.string()}))});
    expect(await engine.ask(question, {schema: strict})).toMatchObject({
      kind: 'unusable',
      reason: 'malformed',
    });
    expect(provider.attempts.length).toBeGreaterThan(1);
  });

  it('holds no key, and nothing of the prompt', async () => {
    const {ask, root} = one([reply()]);
    await ask(questionOf('A page about a canary.'));
    const cacheDir = join(root, 'cache');
    const files = readdirSync(cacheDir, {recursive: true, encoding: 'utf8'}).filter(
      (name) => name.length > 60,
    );
    expect(files.length).toBe(1);
    for (const name of files)
      expect(readFileSync(join(cacheDir, name), 'utf8')).not.toMatch(/canary|Say what/);
  });

  it('of one that stood in is found under that one, while it is in the chain', async () => {
    const clock = createFakeClock(Date.now());
    const bedrock = scripted([failing('unavailable')], clock);
    const openai = scripted([reply()], clock, {name: 'openai', model: 'model-2'});
    const first = createRig([bedrock, openai], {clock});
    rigs.push(first);
    await driven(clock, first.ask());
    const cacheDir = join(first.root, 'cache');
    const again = createRig([scripted([reply()], clock), openai], {clock, cacheDir});
    expect(await again.ask()).toMatchObject({from: 'disk', provider: 'openai'});
    const alone = createRig([scripted([reply()], clock)], {clock, cacheDir});
    expect(await alone.ask()).toMatchObject({from: 'model', provider: 'bedrock'});
    for (const rig of [again, alone]) await rig.remove();
  });
});

describe('equal questions at once', () => {
  it.each([
    ['with a cache', undefined],
    ['without a cache', null],
  ])('are one exchange (%s)', async (_, cacheDir) => {
    const {ask, clock, provider, engine, typed} = one([reply()], {
      takesMs: 50,
      ...(cacheDir === null && {cacheDir}),
    });
    const answers = await driven(clock, Promise.all(fifty.map(() => ask())));
    expect(answers).toMatchObject(fifty.map(() => ({kind: 'answer', value: {rules: ['Use widgets.']}})));
    expect(provider.attempts.length).toBe(1);
    expect(engine.usageStats().requests).toBe(1);
    expect([typed('cache.hit').length, typed('request.finished').length]).toEqual([49, 50]);
  });

  it('are not poisoned by the failure of the one who asked', async () => {
    const {ask, clock, provider} = one([failing('invalid'), reply()], {takesMs: 50});
    const results = await driven(clock, Promise.allSettled(fifty.map(() => ask())));
    const states = (results as PromiseSettledResult<unknown>[]).map(({status}) => status);
    expect(states.filter((status) => status === 'rejected').length).toBe(1);
    expect(provider.attempts.length).toBe(2);
  });

  it('go on when the one who asked is stopped', async () => {
    const {ask, clock, provider} = one([reply()], {takesMs: 1000});
    const stop = new AbortController();
    const first = ask(question, stop.signal).catch(() => 'stopped');
    await calm();
    const others = Promise.all([ask(), ask()]);
    await calm();
    stop.abort();
    expect(await driven(clock, others)).toMatchObject([{kind: 'answer'}, {kind: 'answer'}]);
    expect([await first, provider.attempts.length]).toEqual(['stopped', 2]);
  });

  it('may stop each on its own', async () => {
    const {ask, clock, provider} = one([reply()], {takesMs: 1000});
    const first = ask();
    const stop = new AbortController();
    const second = ask(question, stop.signal);
    await calm();
    stop.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    expect(await driven(clock, first)).toMatchObject({kind: 'answer'});
    expect(provider.attempts.length).toBe(1);
  });
});
