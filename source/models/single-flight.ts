/** Equal questions at the same time are asked once. */
export type SingleFlight<Result> = {
  /**
   * Runs `lead` unless somebody else is at it; then that result is shared. If it fails, one of those who followed
   * leads in its turn: they do not inherit the failure, and they do not all run at once.
   *
   * @returns the result, and whether it was led by this call
   */
  readonly run: (
    key: string,
    lead: () => Promise<Result>,
    signal: AbortSignal,
  ) => Promise<{readonly result: Result; readonly led: boolean}>;
};

export function createSingleFlight<Result>(): SingleFlight<Result> {
  const flights = new Map<string, Promise<{readonly result: Result} | null>>();
  return {
    async run(key, lead, signal) {
      for (let flight = flights.get(key); flight; flight = flights.get(key)) {
        const landed = await orAborted(flight, signal);
        if (landed) return {result: landed.result, led: false};
      }
      const own = lead();
      flights.set(
        key,
        own.then(
          (result) => ({result}),
          () => null,
        ),
      );
      try {
        return {result: await own, led: true};
      } finally {
        flights.delete(key);
      }
    },
  };
}

/** What is awaited, or the signal's reason as soon as it is aborted. */
export async function orAborted<T>(awaited: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', stop, {once: true});
  try {
    return await Promise.race([awaited, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
