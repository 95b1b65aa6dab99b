import type {Clock} from '../clock.ts';
import {messageOf} from '../errors.ts';
import type {Breaker, Health} from './breaker.ts';
import type {Cooldown} from './cooldown.ts';
import type {Pace} from './limiter-pace.ts';
import type {TokenBucket} from './token-bucket.ts';

/** The right to make one attempt. Give it back with exactly one of these. */
export type Slot = {
  /** The attempt is over. `usedTokens` = what it really took, `null` = unknown. */
  readonly release: (health: Health, usedTokens: number | null) => void;
  /** It was never made. */
  readonly cancel: () => void;
};

/** How long one is ready to wait for a rest, and for a provider that is down. */
export type Patience = {readonly restMs: number; readonly downMs: number};

type SlotRequest = {
  /** Estimate of all tokens of the attempt. */
  readonly tokens: number;
  readonly patience: Patience;
  /** Before those who have not begun yet. */
  readonly first: boolean;
  readonly signal: AbortSignal;
};

/** Why no attempt may be made for longer than one is ready to wait. */
export type Closed = {readonly closed: 'resting' | 'down'; readonly untilMs: number};

export type Limiter = {
  /** First come, first served. Rejects with the signal's reason when aborted. */
  readonly take: (request: SlotRequest) => Promise<Slot | Closed>;
  /** A model answered: from now on more than one attempt may be under way. */
  readonly warm: () => void;
  readonly setCap: (cap: number) => void;
  /** Something changed that may close it to those who wait: they are asked again. */
  readonly stir: () => void;
  readonly close: (reason: unknown) => void;
};

export type LimiterDeps = {
  readonly clock: Clock;
  /** Attempts under way at most. */
  readonly cap: number;
  readonly requests: TokenBucket;
  readonly tokens: TokenBucket;
  readonly pace: Pace;
  readonly cooldown: Cooldown;
  readonly breaker: Breaker;
};

type Waiter = SlotRequest & {
  readonly settle: (result: Slot | Closed) => void;
  readonly fail: (reason: unknown) => void;
};

/** Timers are slept in slices, so that a machine that was suspended notices soon. */
const longestSleepMs = 60_000;

/** The one gate before every attempt at one model: places, rates, rests, and whether it is up at all. */
export function createLimiter({
  clock,
  requests,
  tokens,
  pace,
  cooldown,
  breaker,
  ...options
}: LimiterDeps): Limiter {
  const queue: Waiter[] = [];
  let cap = options.cap;
  let isWarm = false;
  let inFlight = 0;
  let timer: AbortController | null = null;

  const grant = (waiter: Waiter): Slot => {
    inFlight += 1;
    requests.take(1);
    pace.take(1);
    tokens.take(waiter.tokens);
    cooldown.settle();
    const isProbe = breaker.begin();
    let isHeld = true;
    const giveBack = (health: Health) => {
      if (!isHeld) return false;
      isHeld = false;
      inFlight -= 1;
      breaker.end(isProbe, health);
      return true;
    };
    return {
      release(health, usedTokens) {
        if (!giveBack(health)) return;
        if (usedTokens !== null) tokens.correct(usedTokens - waiter.tokens);
        pump();
      },
      cancel() {
        if (!giveBack('unknown')) return;
        requests.correct(-1);
        pace.correct(-1);
        tokens.correct(-waiter.tokens);
        pump();
      },
    };
  };

  /** Those who would have to wait for longer than they are ready to. */
  const dismiss = () => {
    const now = clock.now();
    const restsUntil = cooldown.untilMs();
    const downUntil = breaker.untilMs();
    for (const waiter of queue.slice()) {
      const {restMs, downMs} = waiter.patience;
      const isDown = downUntil > now && (downUntil === Infinity ? downMs === 0 : downUntil - now > downMs);
      if (!isDown && restsUntil - now <= restMs) continue;
      queue.splice(queue.indexOf(waiter), 1);
      waiter.settle(isDown ? {closed: 'down', untilMs: downUntil} : {closed: 'resting', untilMs: restsUntil});
    }
  };

  const pump = () => {
    timer?.abort();
    timer = null;
    dismiss();
    while (queue.length > 0 && inFlight < (isWarm ? cap : 1)) {
      const now = clock.now();
      const freeAtMs = Math.max(
        ...[cooldown.untilMs(), breaker.untilMs()],
        ...[requests.freeAtMs(), tokens.freeAtMs(), pace.freeAtMs()],
      );
      if (freeAtMs > now) {
        // While a probe is under way its end goes on from here.
        if (freeAtMs < Infinity) sleep(freeAtMs - now);
        return;
      }
      const waiter = queue.shift();
      waiter?.settle(grant(waiter));
      if (breaker.untilMs() === Infinity) dismiss();
    }
  };

  const sleep = (ms: number) => {
    const mine = new AbortController();
    timer = mine;
    clock.sleep(Math.min(ms, longestSleepMs), mine.signal).then(pump, (error: unknown) => {
      // An aborted timer is the rule; a clock that fails is not.
      if (!mine.signal.aborted)
        for (const waiter of queue.splice(0)) waiter.fail(new Error(messageOf(error)));
    });
  };

  return {
    take(request) {
      return new Promise((resolve, reject) => {
        const {signal} = request;
        if (signal.aborted) return reject(signal.reason);
        const leave = () => {
          queue.splice(queue.indexOf(waiter), 1);
          reject(signal.reason);
          pump();
        };
        const waiter: Waiter = {
          ...request,
          settle(result) {
            signal.removeEventListener('abort', leave);
            resolve(result);
          },
          fail(reason) {
            signal.removeEventListener('abort', leave);
            reject(reason);
          },
        };
        signal.addEventListener('abort', leave, {once: true});
        if (request.first) queue.unshift(waiter);
        else queue.push(waiter);
        pump();
      });
    },
    warm() {
      if (isWarm) return;
      isWarm = true;
      pump();
    },
    setCap(next) {
      cap = Math.max(1, next);
      pump();
    },
    stir: pump,
    close(reason) {
      timer?.abort();
      for (const waiter of queue.splice(0)) waiter.fail(reason);
    },
  };
}
