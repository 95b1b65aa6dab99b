import {askChain, type Outcome} from './ask.ts';
import type {Inquiry} from './ask-inquiry.ts';
import type {StoredAnswer} from './cache-entry.ts';
import {answerKey} from './cache-key.ts';
import type {Completion, Question} from './contract.ts';
import type {Answer, AskOptions, ModelEngine, ModelEngineDeps} from './engine-contract.ts';
import {createStatements} from './engine-events.ts';
import {createKnownAnswers, type Known} from './engine-known.ts';
import {createLane, type Lane} from './engine-lane.ts';
import {pricedChain} from './engine-prices.ts';
import {askDeps} from './engine-shared.ts';
import {createSingleFlight} from './single-flight.ts';
import {type ReadAnswer, readAnswer} from './structured-answer.ts';
import type {AnswerSchema} from './structured-schema.ts';

type Options<Value> = {readonly signal?: AbortSignal; readonly schema: AnswerSchema<Value> | null};
type Read<Value> = (completion: Pick<Completion, 'text' | 'ending'>) => ReadAnswer<Value>;

/** What a question came to, and whether anybody was asked for it. */
type Ending = {readonly outcome: Outcome; readonly from: 'model' | Known['from']};

/** Through it goes every question to a model: known answers first, then one attempt after the other within the budget. */
export function createModelEngine(deps: ModelEngineDeps): ModelEngine {
  const {chain, ledger, cache, clock, emit, settings} = deps;
  const {runId, redact} = settings;
  const [first] = chain;
  if (!first) throw new TypeError('an engine needs a provider');
  const shared = askDeps(deps);
  const {stats} = shared;
  const state = createStatements(emit, () => clock.now(), redact);
  const known = createKnownAnswers(cache, ledger.journal, runId);
  const flights = createSingleFlight<Ending>();
  const closing = new AbortController();
  let concurrency = first.settings.concurrency;
  let lanes: Promise<readonly Lane[]> | null = null;
  let opened: readonly Lane[] = [];
  const setCaps = () => {
    for (const [index, lane] of opened.entries())
      lane.limiter.setCap(index === 0 ? concurrency : Math.min(concurrency, lane.settings.concurrency));
  };
  const openLanes = async () => {
    const priced = await pricedChain(chain, deps.price, settings, emit);
    opened = priced.map(({member, price}) => createLane(member, price, {clock, emit}));
    setCaps();
    return opened;
  };

  const begin = (question: Question, signal: AbortSignal | undefined, read: Read<unknown>): Inquiry => {
    const keys = chain.map((member) => answerKey(member.provider, question, member.settings));
    const {name, model, region} = first.provider;
    return {
      ...{id: deps.nextId(), question, key: keys[0] ?? '', keys, queuedAtMs: clock.now()},
      signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
      faultOf: (text) => {
        const reading = read({text, ending: 'complete'});
        return reading.ok ? null : reading.error;
      },
      limitMs: first.settings.waits.requestMs,
      by: {provider: name, model, region},
      ...{attempts: 0, retries: 0, throttles: 0, activeMs: 0},
      ...{inputTokens: 0, outputTokens: 0, costMicroUsd: 0},
      ...{isUnpriced: false, isUncertain: false, isReasked: false},
    };
  };

  /** Somebody has to ask, and this is who. */
  const lead = async (inquiry: Inquiry): Promise<Ending> => {
    // While this one came here another may have brought the answer.
    const found = known.recent(inquiry.key, fits(inquiry));
    if (found) return {outcome: {kind: 'answer', answer: found.answer}, from: found.from};
    if (settings.ambiguous === 'skip' && ledger.journal.started(runId, inquiry.key)) {
      const detail = 'it was sent before the run was stopped, and nobody knows how that ended';
      return {
        outcome: {kind: 'unusable', reason: 'ambiguous', detail, stopReason: 'ambiguous'},
        from: 'model',
      };
    }
    lanes ??= openLanes();
    const outcome = await askChain(await lanes, inquiry, settings.fallback.builtinLast, shared);
    if (outcome.kind === 'answer') await keep(inquiry, outcome.answer);
    return {outcome, from: 'model'};
  };

  const keep = async (inquiry: Inquiry, answer: StoredAnswer) => {
    const {provider, model, region} = answer;
    const at = chain.findIndex(
      (member) => member.provider.name === provider && member.provider.model === model,
    );
    // Under the provider that gave it.
    const key = inquiry.keys[at];
    const path = key === undefined ? null : await cache?.store(key, answer);
    if (key !== undefined && path != null) state.stored(inquiry, {provider, model, region}, key, path);
  };

  const run = async (inquiry: Inquiry): Promise<Ending> => {
    inquiry.signal.throwIfAborted();
    const found = await known.find(inquiry.keys, fits(inquiry));
    if (found) {
      state.hit(inquiry, found);
      stats.hit(found.answer.costMicroUsd);
      return {outcome: {kind: 'answer', answer: found.answer}, from: found.from};
    }
    const {result, led} = await flights.run(inquiry.key, () => lead(inquiry), inquiry.signal);
    if (led && result.from === 'model') return result;
    const {outcome} = result;
    const from = result.from === 'model' ? 'flight' : result.from;
    if (outcome.kind === 'answer') {
      state.hit(inquiry, {answer: outcome.answer, from, key: inquiry.key});
      stats.hit(outcome.answer.costMicroUsd);
    }
    return {outcome, from};
  };

  const underWay = new Set<Promise<unknown>>();
  const tracked = <Result>(promise: Promise<Result>): Promise<Result> => {
    underWay.add(promise);
    const leave = () => underWay.delete(promise);
    promise.then(leave, leave);
    return promise;
  };

  const answer = async <Value>(
    question: Question,
    {signal, schema}: Options<Value>,
  ): Promise<Answer<Value | string>> => {
    const read: Read<Value | string> = schema === null ? readText : (each) => readAnswer(each, schema);
    const inquiry = begin(question, signal, read);
    state.queued(inquiry, first.settings.waits.firstByteMs, deps.newTraceId());
    try {
      const ending = await run(inquiry);
      state.ended(inquiry, ending.outcome);
      return toAnswer(ending, inquiry, read);
    } catch (error) {
      state.threw(inquiry, error);
      throw inquiry.signal.aborted ? inquiry.signal.reason : error;
    }
  };

  function ask<Value>(question: Question, options: AskOptions<Value>): Promise<Answer<Value>>;
  function ask(
    question: Question,
    options: Options<string> & {readonly schema: null},
  ): Promise<Answer<string>>;
  function ask<Value>(question: Question, options: Options<Value>): Promise<Answer<Value | string>> {
    return tracked(answer(question, options));
  }

  return {
    ask,
    usageStats: stats.usageStats,
    runUsage: stats.runUsage,
    setConcurrency(next) {
      concurrency = Math.max(1, Math.floor(next));
      setCaps();
    },
    async close() {
      closing.abort(new Error('the model engine is closed'));
      for (const lane of opened) {
        lane.limiter.close(closing.signal.reason);
        lane.cooldown.close();
      }
      // Each of them settles what it has reserved.
      await Promise.allSettled(underWay);
      for (const {provider} of chain) provider.close();
      await cache?.close();
    },
  };
}

function fits({faultOf}: Inquiry): (answer: StoredAnswer) => boolean {
  return ({text}) => faultOf(text) === null;
}

function readText({text}: Pick<Completion, 'text'>): ReadAnswer<string> {
  return {ok: true, value: text, repaired: false};
}

function toAnswer<Value>({outcome, from}: Ending, inquiry: Inquiry, read: Read<Value>): Answer<Value> {
  if (outcome.kind === 'unusable') {
    const {reason, detail} = outcome;
    return {kind: 'unusable', reason, detail};
  }
  const {text, provider, model, region, stopReason, usage} = outcome.answer;
  const reading = read({text, ending: 'complete'});
  if (!reading.ok) return {kind: 'unusable', reason: 'malformed', detail: reading.error};
  const costMicroUsd = inquiry.isUnpriced ? null : inquiry.costMicroUsd;
  return {
    kind: 'answer',
    value: reading.value,
    text,
    provider,
    model,
    region,
    stopReason,
    usage,
    from,
    costMicroUsd,
  };
}
