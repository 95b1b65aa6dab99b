import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {createEventBus} from '../../source/events/bus.ts';
import type {RunEvent} from '../../source/events/catalogue.ts';
import {eventFields, fromJsonLine, toJsonLine} from '../../source/events/serialise.ts';
import {sampleRun, samples} from '../helpers/samples.ts';

describe('the event bus', () => {
  it('numbers and dates events and hands them on in order', () => {
    let now = 10;
    const bus = createEventBus(() => now);
    const heard: RunEvent[] = [];
    bus.subscribe((event) => heard.push(event));
    bus.emit({type: 'run.paused'});
    now = 20;
    bus.emit({type: 'run.resumed'});
    expect(heard).toEqual([
      {seq: 1, at: 10, type: 'run.paused'},
      {seq: 2, at: 20, type: 'run.resumed'},
    ]);
  });

  it('shows every listener the same order, also when a listener emits', () => {
    const bus = createEventBus(() => 0);
    const first: string[] = [];
    const second: string[] = [];
    bus.subscribe(({type}) => {
      first.push(type);
      if (type === 'run.paused') bus.emit({type: 'run.resumed'});
    });
    bus.subscribe(({type}) => second.push(type));
    bus.emit({type: 'run.paused'});
    expect(first).toEqual(['run.paused', 'run.resumed']);
    expect(second).toEqual(first);
  });

  it('stops telling a listener that left', () => {
    const bus = createEventBus(() => 0);
    let heard = 0;
    const leave = bus.subscribe(() => {
      heard += 1;
    });
    bus.emit({type: 'run.paused'});
    leave();
    bus.emit({type: 'run.resumed'});
    expect(heard).toBe(1);
  });
});

describe('the JSON contract', () => {
  it('is what the snapshot says, one line a type', async () => {
    const lines = sampleRun().map((event) => toJsonLine(event));
    await expect(lines.join('')).toMatchFileSnapshot('../fixtures/runs/samples.jsonl');
  });

  it('gives back each event from its line', () => {
    for (const event of sampleRun()) expect(fromJsonLine(toJsonLine(event))).toEqual({event});
  });

  it('lists the fields of each type in the order of the samples', () => {
    for (const [type, {type: _, ...fields}] of Object.entries(samples)) {
      expect([type, eventFields[type as keyof typeof eventFields]]).toEqual([type, Object.keys(fields)]);
    }
  });

  it.each([
    ['{"seq":1', 'not-json'],
    ['[1]', 'not-an-event'],
    ['{"seq":1,"at":2}', 'not-an-event'],
    ['{"seq":1,"at":2,"type":"page.extracted","url":"u"}', 'not-an-event'],
    ['{"seq":1,"at":2,"type":"constructor"}', 'unknown-type'],
    ['{"seq":1,"at":2,"type":"run.started","schema":2}', 'future-schema'],
  ])('refuses %s as %s', (line, problem) => {
    expect(fromJsonLine(line)).toEqual({problem});
  });

  it('has a row for each type in the documentation', () => {
    const documentation = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const missing = Object.keys(samples).filter((type) => !documentation.includes(`\`${type}\``));
    expect(missing).toEqual([]);
  });
});
