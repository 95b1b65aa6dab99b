import type {Emit, RunEvent, RunEventBody} from './catalogue.ts';

export type Listener = (event: RunEvent) => void;

export type EventBus = {
  readonly emit: Emit;
  /** Adds a listener; returns the function that removes it. Listeners are called in the order they came. */
  readonly subscribe: (listener: Listener) => () => void;
};

/**
 * Numbers and dates facts and hands them to every listener, synchronously and in order. A fact that a
 * listener states while another is being delivered waits its turn, so every listener sees the same order.
 *
 * @param now - milliseconds since the epoch
 */
export function createEventBus(now: () => number): EventBus {
  const listeners = new Set<Listener>();
  const waiting: RunEvent[] = [];
  let seq = 0;
  let delivering = false;

  const emit = (body: RunEventBody) => {
    seq += 1;
    waiting.push({seq, at: now(), ...body});
    if (delivering) return;
    delivering = true;
    try {
      for (let event = waiting.shift(); event; event = waiting.shift()) {
        for (const listener of listeners) listener(event);
      }
    } finally {
      delivering = false;
    }
  };

  const subscribe = (listener: Listener) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };

  return {emit, subscribe};
}
