import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openFeatureMemory} from '../../source/models/memory-of-features.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

let dir = '';
let path = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rules-maker-features-'));
  path = join(dir, 'features.json');
});
afterEach(() => {
  rmSync(dir, {recursive: true, force: true});
});

const day = 86_400_000;

describe('the memory of features', () => {
  it('keeps what a model refused for 30 days, over runs', async () => {
    const clock = createFakeClock(1e12);
    openFeatureMemory(path, clock).refuse('bedrock m', 'schema');
    openFeatureMemory(path, clock).refuse('bedrock m', 'temperature');
    const memory = openFeatureMemory(path, clock);
    expect([...memory.refused('bedrock m')]).toEqual(['schema', 'temperature']);
    expect([...memory.refused('bedrock n')]).toEqual([]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await clock.advance(30 * day);
    expect([...memory.refused('bedrock m')]).toEqual([]);
  });

  it('knows a schema for a day after its last use', async () => {
    const clock = createFakeClock(1e12);
    const memory = openFeatureMemory(path, clock);
    expect(memory.knowsSchema('m', 'a')).toBe(false);
    memory.usedSchema('m', 'a');
    await clock.advance(day - 1);
    expect(openFeatureMemory(path, clock).knowsSchema('m', 'a')).toBe(true);
    memory.usedSchema('m', 'a');
    await clock.advance(day - 1);
    expect(memory.knowsSchema('m', 'a')).toBe(true);
    await clock.advance(1);
    expect([memory.knowsSchema('m', 'a'), memory.knowsSchema('n', 'a')]).toEqual([false, false]);
  });

  it('does not write with every answer', () => {
    const clock = createFakeClock(1e12);
    const memory = openFeatureMemory(path, clock);
    memory.usedSchema('m', 'a');
    rmSync(path);
    memory.usedSchema('m', 'a');
    expect(() => statSync(path)).toThrow('ENOENT');
  });

  it.each(['', '{', '[]', '{"refused":{"m":{"schema":"x"}},"schemas":{}}'])(
    'begins anew with the file %j',
    (text) => {
      writeFileSync(path, text);
      const memory = openFeatureMemory(path, createFakeClock(1e12));
      expect([...memory.refused('m')]).toEqual([]);
      memory.refuse('m', 'tool');
      expect([...openFeatureMemory(path, createFakeClock(1e12)).refused('m')]).toEqual(['tool']);
    },
  );

  it('says once that it cannot be written, and goes on', () => {
    const told: unknown[] = [];
    const memory = openFeatureMemory(join(path, 'deeper', 'x'), createFakeClock(1e12), (problem) =>
      told.push(problem),
    );
    memory.refuse('m', 'tool');
    memory.refuse('m', 'schema');
    expect([...memory.refused('m')]).toEqual(['tool', 'schema']);
    expect(told.length).toBe(1);
  });

  it('is of the run alone without a file', () => {
    const memory = openFeatureMemory(null, createFakeClock(1e12));
    memory.refuse('m', 'tool');
    expect([...memory.refused('m')]).toEqual(['tool']);
  });
});
