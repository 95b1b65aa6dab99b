import {type Clock, systemClock} from '../../clock.ts';
import {answerOf} from './answers.ts';
import type {Answer, Charge, Exchange, FakePrice, Script} from './contract.ts';
import {deliver} from './deliver.ts';
import {readExchange} from './exchange.ts';
import {type AnyRequest, type AnyResponse, listen} from './listen.ts';
import {outletOf} from './outlet.ts';
import {render} from './render.ts';
import type {Route} from './route.ts';
import {createTraffic, type Visit} from './traffic.ts';

export type FakeModels = {
  /** `http://127.0.0.1:<port>`, the endpoint of Bedrock and STS; the others stand at `/v1`, below any folder. */
  readonly origin: string;
  /** What arrived, in the order in which it arrived whole. */
  readonly exchanges: readonly Exchange[];
  /** The billing book. */
  readonly book: {readonly charges: readonly Charge[]; totalMicroUsd(): number};
  readonly connections: {readonly http1: number; readonly http2: number};
  /** The most exchanges ever under way at once. To see a cap, let answers wait: without that each is over at once. */
  peakInFlight(): number;
  /** Resolves with the last of the first `count` exchanges, once it is there. */
  arrived(count: number): Promise<Exchange>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
  /**
   * Ends all connections; calling it again does nothing.
   *
   * @throws what a script threw
   */
  close(): Promise<void>;
};

export type FakeModelsOptions = {
  /** @default the reply that fits the question, for ever */
  readonly script?: Script;
  /** For calls that cost nothing: identity, list of models, token counts. */
  readonly asideScript?: Script;
  readonly clock?: Clock;
  /** What a model costs. @default 1 USD per million tokens in, 4 out: figures of the fake alone */
  readonly price?: (model: string) => FakePrice;
  /** The ids of `GET /v1/models`. */
  readonly models?: readonly string[];
  /** Whether a client that speaks HTTP/2 is answered or cut off; it is counted in any case. */
  readonly http2?: 'serve' | 'refuse';
};

/** Starts the fake model services on loopback: Bedrock, STS, chat completions and Messages on one port. */
export async function startFakeModels(options: FakeModelsOptions = {}): Promise<FakeModels> {
  const {script = [], asideScript = [], clock = systemClock, models = ['example-model']} = options;
  const settings = {price: options.price ?? (() => ({input: 1, output: 4})), models};
  const traffic = createTraffic();
  const charges: Charge[] = [];
  const problems: unknown[] = [];
  const next = {question: 0, aside: 0};
  const {port, connections, close} = await listen(handle, options.http2 ?? 'serve');

  return {
    origin: `http://127.0.0.1:${port}`,
    exchanges: traffic.exchanges,
    book: {charges, totalMicroUsd: () => charges.reduce((sum, {costMicroUsd}) => sum + costMicroUsd, 0)},
    connections,
    peakInFlight: traffic.peak,
    arrived: traffic.arrived,
    idle: traffic.idle,
    async close() {
      await close();
      const [problem] = problems.splice(0);
      if (problem !== undefined) throw problem;
    },
  };

  function handle(request: AnyRequest, response: AnyResponse): void {
    const gone = new AbortController();
    const visit = traffic.begin();
    response.once('close', () => {
      gone.abort();
      visit.end('abandoned');
    });
    // A script that throws must not stay unnoticed: the client is cut off, and `close` throws it.
    converse(request, response, visit, gone.signal).catch((error: unknown) => {
      if (!gone.signal.aborted) problems.push(error);
      response.destroy();
    });
  }

  async function converse(
    request: AnyRequest,
    response: AnyResponse,
    visit: Visit,
    signal: AbortSignal,
  ): Promise<void> {
    const read = await readExchange(request, {at: clock.now(), inFlight: visit.inFlight});
    const exchange = visit.list(read.exchange);
    if (exchange.body === null) return;
    const answer = await nextAnswer(exchange, read.route);
    const {rendered, charge} = render(answer, exchange, read.route, settings);
    if (charge) charges.push(charge);
    await deliver(outletOf(response), rendered, answer, {clock, signal, ending: visit.end});
  }

  function nextAnswer(exchange: Exchange, {wire}: Route): Answer | Promise<Answer> {
    return wire ? answerOf(script, exchange, next.question++) : answerOf(asideScript, exchange, next.aside++);
  }
}
