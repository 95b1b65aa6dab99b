import type {Clock} from '../../clock.ts';
import type {Answer, Wait} from './contract.ts';
import type {Outlet} from './outlet.ts';
import type {Rendered} from './wire.ts';

export type Surroundings = {
  readonly clock: Clock;
  /** Aborted once the client is gone. */
  readonly signal: AbortSignal;
  /** Called right before the last bytes, so that whoever reads them finds the exchange over. */
  readonly ending: (ended: 'whole' | 'cut') => void;
};

/**
 * Sends an answer as its script says. One that hangs is left open.
 *
 * @throws the reason of the signal
 */
export async function deliver(
  outlet: Outlet,
  rendered: Rendered,
  {beforeHead, betweenChunks, cut, headers, pieceBytes}: Answer,
  {clock, signal, ending}: Surroundings,
): Promise<void> {
  await waitFor(beforeHead, clock, signal);
  if (cut?.at !== 'head') {
    const chunks = inPieces(rendered, pieceBytes);
    outlet.head(rendered.status, {...rendered.headers, ...lengthOf(chunks, cut?.how === 'end'), ...headers});
    let left = cut?.at ?? Number.POSITIVE_INFINITY;
    for (const [place, bytes] of chunks.entries()) {
      if (left <= 0) break;
      if (place > 0) await waitFor(betweenChunks, clock, signal);
      await outlet.write(bytes.subarray(0, left));
      left -= bytes.length;
    }
    signal.throwIfAborted();
  }
  if (cut?.how === 'hang') return;
  ending(cut ? 'cut' : 'whole');
  if (cut?.how === 'reset') outlet.breakOff('reset');
  // Nothing ends properly that has not begun.
  else if (cut?.how === 'close' || cut?.at === 'head') outlet.breakOff('close');
  else outlet.end();
}

/** Waits, but no longer than the client does. */
async function waitFor(wait: Wait | undefined, clock: Clock, signal: AbortSignal): Promise<void> {
  if (wait === undefined) return;
  if (typeof wait === 'number') await clock.sleep(wait, signal);
  else await Promise.race([wait(), untilAborted(signal)]);
  signal.throwIfAborted();
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), {once: true});
  });
}

function inPieces({chunks}: Rendered, pieceBytes: number | undefined): readonly Uint8Array[] {
  if (pieceBytes === undefined) return chunks.map(({bytes}) => bytes);
  const body = Buffer.concat(chunks.map(({bytes}) => bytes));
  return Array.from({length: Math.ceil(body.length / pieceBytes)}, (_, place) =>
    body.subarray(place * pieceBytes, (place + 1) * pieceBytes),
  );
}

/** A body of one chunk says its length, as the services do; one that is to end early as if complete must not. */
function lengthOf(chunks: readonly Uint8Array[], endsEarly: boolean): Record<string, string> {
  const [only, ...more] = chunks;
  return only && more.length === 0 && !endsEarly ? {'content-length': String(only.length)} : {};
}
