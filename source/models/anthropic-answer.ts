import * as v from 'valibot';
import {endingOf} from './classify-ending.ts';
import {TroubleError} from './classify-trouble.ts';
import type {Completion} from './contract.ts';
import {type Reader, type Reading, refuseErrorEvent} from './exchange-answer.ts';
import {messagesTokens} from './usage.ts';

/** Reads Messages, whole or streamed. */
export const messagesReader: Reader = {stream: readStream, whole: readWhole};

const text = v.fallback(v.nullish(v.string()), null);

const event = v.object({
  type: v.string(),
  message: v.nullish(v.object({id: text, model: text, usage: v.optional(v.unknown())})),
  delta: v.nullish(v.object({text, partial_json: text, stop_reason: text})),
  usage: v.optional(v.unknown()),
});

function readStream(): Reading {
  const texts = {content: '', call: ''};
  let stopReason: string | null = null;
  let usage: object | null = null;
  let id: string | null = null;
  let model: string | null = null;
  let isCounted = false;
  /** The last figures count: those of `message_delta` are cumulative. */
  const merge = (more: unknown) => {
    if (typeof more !== 'object' || more === null) return;
    const told = Object.entries(more).filter(([, value]) => value !== null && value !== undefined);
    usage = {...usage, ...Object.fromEntries(told)};
  };
  return {
    lastData: null,
    event(_name, data) {
      refuseErrorEvent(data);
      const {success, output} = v.safeParse(event, data);
      if (!success) return false;
      const {type, message, delta} = output;
      if (type === 'message_start' && message) {
        id = message.id ?? null;
        model = message.model ?? null;
        merge(message.usage);
      } else if (type === 'content_block_delta' && delta) {
        texts.content += delta.text ?? '';
        texts.call += delta.partial_json ?? '';
      } else if (type === 'message_delta') {
        stopReason = delta?.stop_reason ?? stopReason;
        merge(output.usage);
        isCounted ||= output.usage != null;
      }
      return type === 'message_stop';
    },
    characters: () => texts.content.length + texts.call.length,
    finish(firstByteMs) {
      if (stopReason === null) {
        throw new TroubleError({kind: 'incomplete', what: 'the stream ended without a stop_reason'});
      }
      // The first event counts the beginning alone.
      return completion(texts, {stopReason, usage: isCounted ? usage : null, id, model, firstByteMs});
    },
  };
}

const whole = v.object({
  id: text,
  model: text,
  content: v.array(v.object({type: v.string(), text, input: v.optional(v.unknown())})),
  stop_reason: v.string(),
  usage: v.optional(v.unknown()),
});

function readWhole(json: unknown, firstByteMs: number | null): Completion | null {
  const {success, output} = v.safeParse(whole, json);
  if (!success) return null;
  const {content, stop_reason: stopReason, usage, id = null, model = null} = output;
  const texts = {
    content: content.map((block) => block.text ?? '').join(''),
    call: content.map(({type, input}) => (type === 'tool_use' ? JSON.stringify(input) : '')).join(''),
  };
  return completion(texts, {stopReason, usage, id, model, firstByteMs});
}

/** A call of the tool is the answer; text beside it is talk. */
function completion(
  {content, call}: {readonly content: string; readonly call: string},
  facts: Pick<Completion, 'stopReason' | 'model' | 'firstByteMs'> & {usage: unknown; id: string | null},
): Completion {
  const {stopReason, usage, id, model, firstByteMs} = facts;
  const answered = call === '' ? content : call;
  return {
    text: answered,
    ending: endingOf(stopReason, answered),
    stopReason,
    usage: messagesTokens(usage),
    responseId: id,
    model,
    firstByteMs,
  };
}
