import type {RunEventOf} from '../events/catalogue.ts';
import type {AskedModel, HitSource, ModelEventBody, TokenCounts} from '../events/catalogue-models.ts';
import {count, dollars, grouped} from '../format/amount.ts';
import {display, displayMiddle} from '../format/display.ts';
import {duration} from '../format/duration.ts';
import type {PlainLine} from './plain-line.ts';

const subjectCells = 70;

/** What the plain reporter says of questions to models; an `id` stands for the question of that `request.queued`. */
export function modelLine(event: ModelEventBody): PlainLine {
  switch (event.type) {
    case 'request.queued':
      return {
        topic: 'queued',
        text: `${displayMiddle(event.subject, subjectCells)} for ${asked(event)} (${event.id})`,
        verbose: true,
      };
    case 'request.progressed':
      return {
        topic: 'answering',
        text: `(${event.id}) ${count(event.characters, 'character')}`,
        verbose: true,
      };
    case 'cache.hit': {
      const saved = event.savedMicroUsd === null ? '' : `, saves ${dollars(event.savedMicroUsd)}`;
      return {topic: 'cached', text: `(${event.id}) answer ${hits[event.from]}${saved}`, verbose: true};
    }
    case 'cache.stored':
      return {topic: 'stored', text: `(${event.id}) ${display(event.key)}`, verbose: true};
    case 'budget.reserved':
      return {
        topic: 'reserved',
        text: `(${event.id}) ${price(event.reservedMicroUsd)} for attempt ${event.attempt} of ${asked(event)}`,
        verbose: true,
      };
    case 'budget.charged':
      return {
        topic: 'charged',
        text: `(${event.id}) ${price(event.costMicroUsd)}${charges[event.outcome]}, ${tokens(event.usage)}`,
        verbose: true,
      };
    case 'budget.warned':
      return {
        topic: 'budget',
        text: `${dollars(event.spentMicroUsd)} of ${dollars(event.capMicroUsd)} ${windows[event.window]} is spent`,
      };
    case 'budget.blocked': {
      const reached = event.blocks.map(
        ({window, capMicroUsd, neededMicroUsd}) =>
          `${dollars(capMicroUsd)} ${windows[window]} is reached, ${dollars(neededMicroUsd)} needed`,
      );
      return {topic: 'budget', text: reached.join('; ')};
    }
  }
}

/** `bedrock eu.amazon.nova-2-lite-v1:0` */
function asked({provider, model}: AskedModel): string {
  return `${display(provider)} ${display(model)}`;
}

/** `, 2,100 tokens in, 230 out, $0.0013` for a question to a model, else nothing. */
export function modelCost({usage, costMicroUsd}: RunEventOf<'request.finished'>): string {
  if (!usage || costMicroUsd === undefined) return '';
  return `, ${tokens(usage)}, ${price(costMicroUsd)}`;
}

/** That another provider is asked. */
export function fallbackLine(event: RunEventOf<'request.retry-scheduled'>, to: AskedModel): PlainLine {
  const {subject, attempt, cause, provider, model, region} = event;
  const from =
    provider === undefined || model === undefined ? '' : asked({provider, model, region: region ?? null});
  const failed = attempt === 0 ? '' : ` after ${count(attempt, 'attempt')}`;
  return {
    topic: 'fallback',
    text: `${displayMiddle(subject, subjectCells)} ${from} > ${asked(to)}${failed} (${display(cause)})`,
  };
}

/** The wait before the next attempt, with the model that is asked. */
export function retryText(event: RunEventOf<'request.retry-scheduled'>): string {
  return `${displayMiddle(event.subject, subjectCells)} after attempt ${event.attempt} in ${duration(event.delayMs)} (${display(event.cause)})`;
}

function tokens({inputTokens, outputTokens}: TokenCounts): string {
  return `${grouped(inputTokens)} tokens in, ${grouped(outputTokens)} out`;
}

function price(microUsd: number | null): string {
  return microUsd === null ? 'no known price' : dollars(microUsd);
}

const hits: Readonly<Record<HitSource, string>> = {
  memory: 'of this run',
  disk: 'of the cache',
  journal: 'of the run before',
  flight: 'of an equal question',
};

const charges = {charged: '', released: ': all released', kept: ': kept, nobody knows its end'} as const;

const windows = {hour: 'an hour', day: 'a day', run: 'a run'} as const;
