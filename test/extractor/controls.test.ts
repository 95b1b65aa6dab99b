import {describe, expect, it} from 'vitest';
import type {RunEventBody} from '../../source/events/catalogue.ts';
import {createControls} from '../../source/extractor/controls.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

function prepare() {
  const events: RunEventBody[] = [];
  const clock = createFakeClock();
  const {controls, gate} = createControls({concurrency: 4, emit: (event) => events.push(event), clock});
  return {events, clock, controls, gate};
}

describe('the controls of a run', () => {
  it('hold requests while paused, and let them go on', async () => {
    const {events, controls, gate} = prepare();
    controls.pause();
    controls.pause();
    let passed = false;
    const waiting = gate.pass().then(() => {
      passed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(passed).toBe(false);
    controls.resume();
    await waiting;
    expect(events).toEqual([{type: 'run.paused'}, {type: 'run.resumed'}]);
  });

  it('close the gate when finishing early, and free what was paused', async () => {
    const {events, controls, gate} = prepare();
    controls.pause();
    controls.finishEarly();
    controls.finishEarly();
    await gate.pass();
    expect([gate.closing(), gate.stopReason(), gate.signal.aborted]).toEqual([true, 'finish-early', false]);
    expect(events.at(-1)).toEqual({type: 'run.stopping', reason: 'finish-early'});
    expect(events.length).toBe(3);
  });

  it('give requests in flight 5 s after a stop', async () => {
    const {clock, controls, gate} = prepare();
    controls.stop('interrupted');
    await clock.advance(4999);
    expect(gate.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(gate.signal.aborted).toBe(true);
  });

  it('let a stop overrule finishing early, not the other way round', () => {
    const {controls, gate} = prepare();
    controls.finishEarly();
    controls.stop('terminated');
    controls.finishEarly();
    expect(gate.stopReason()).toBe('terminated');
  });

  it('change the number of requests, never below one, and say so once', () => {
    const {events, controls, gate} = prepare();
    controls.setConcurrency(0);
    controls.setConcurrency(1);
    expect(gate.concurrency()).toBe(1);
    expect(events).toEqual([{type: 'concurrency.changed', from: 4, to: 1, by: 'user'}]);
  });
});
