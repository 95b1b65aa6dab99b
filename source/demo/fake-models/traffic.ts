import type {Exchange} from './contract.ts';

export type Writable<Type> = {-readonly [Key in keyof Type]: Type[Key]};

/** What is under way, and what was. */
export type Traffic = {
  readonly exchanges: readonly Exchange[];
  readonly peak: () => number;
  readonly arrived: (count: number) => Promise<Exchange>;
  readonly idle: () => Promise<void>;
  /** An exchange has begun: its head is there. */
  readonly begin: () => Visit;
};

export type Visit = {
  /** So many are under way, this one included. */
  readonly inFlight: number;
  /** It arrived whole, or broke off: from now on it is listed. */
  readonly list: (exchange: Writable<Omit<Exchange, 'index'>>) => Exchange;
  /** Only the first call counts. */
  readonly end: (ended: 'whole' | 'cut' | 'abandoned') => void;
};

export function createTraffic(): Traffic {
  const exchanges: Exchange[] = [];
  const waiting = new Set<() => void>();
  let inFlight = 0;
  let peak = 0;
  return {
    exchanges,
    peak: () => peak,
    arrived: (count) => until(() => exchanges[count - 1]),
    async idle() {
      await until(() => (inFlight === 0 ? true : undefined));
    },
    begin() {
      inFlight += 1;
      peak = Math.max(peak, inFlight);
      return visit(inFlight);
    },
  };

  function visit(number: number): Visit {
    let listed: Writable<Exchange> | null = null;
    let over: Exchange['ended'] = 'open';
    return {
      inFlight: number,
      list(exchange) {
        listed = Object.assign(exchange, {index: exchanges.length, ended: over});
        exchanges.push(listed);
        stir();
        return listed;
      },
      end(ended) {
        if (over !== 'open') return;
        over = ended;
        if (listed) listed.ended = ended;
        inFlight -= 1;
        stir();
      },
    };
  }

  /** Looks again whenever something arrives or ends. */
  function until<Found>(look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  }

  function stir(): void {
    for (const check of [...waiting]) check();
  }
}
