import * as v from 'valibot';
import {endingOf} from './classify-ending.ts';
import {TroubleError} from './classify-trouble.ts';
import type {Completion} from './contract.ts';
import {type Reader, type Reading, refuseErrorEvent} from './exchange-answer.ts';
import {chatTokens} from './usage.ts';

/** Reads chat completions, whole or streamed. */
export const chatReader: Reader = {stream: readStream, whole: readWhole};

const text = v.fallback(v.nullish(v.string()), null);

const part = v.object({
  content: text,
  refusal: text,
  tool_calls: v.fallback(
    v.nullish(
      v.array(v.object({index: v.optional(v.number(), 0), function: v.nullish(v.object({arguments: text}))})),
    ),
    null,
  ),
});

const answer = v.object({
  id: text,
  model: text,
  choices: v.array(v.object({delta: v.nullish(part), message: v.nullish(part), finish_reason: text})),
  usage: v.optional(v.unknown()),
});

type Part = v.InferOutput<typeof part>;

function readStream(): Reading {
  const texts = {content: '', call: '', refusal: ''};
  let stopReason: string | null = null;
  let usage: unknown = null;
  let id: string | null = null;
  let model: string | null = null;
  return {
    lastData: '[DONE]',
    event(_name, data) {
      refuseErrorEvent(data);
      const {success, output} = v.safeParse(answer, data);
      // Servers send other events in between; what is missing in the end is an error then.
      if (!success) return false;
      id ??= output.id ?? null;
      model ??= output.model ?? null;
      usage = output.usage ?? usage;
      const [choice] = output.choices;
      const delta = choice?.delta;
      if (delta) {
        texts.content += delta.content ?? '';
        texts.call += argumentsOf(delta);
        texts.refusal += delta.refusal ?? '';
      }
      stopReason = choice?.finish_reason ?? stopReason;
      return false;
    },
    characters: () => texts.content.length + texts.call.length,
    finish(firstByteMs) {
      if (stopReason === null) {
        throw new TroubleError({kind: 'incomplete', what: 'the stream ended without a finish_reason'});
      }
      return completion(texts, {stopReason, usage, id, model, firstByteMs});
    },
  };
}

function readWhole(json: unknown, firstByteMs: number | null): Completion | null {
  const {success, output} = v.safeParse(answer, json);
  const choice = success ? output.choices[0] : undefined;
  if (!success || !choice?.message || choice.finish_reason == null) return null;
  const {message} = choice;
  return completion(
    {content: message.content ?? '', call: argumentsOf(message), refusal: message.refusal ?? ''},
    {
      stopReason: choice.finish_reason,
      usage: output.usage,
      id: output.id ?? null,
      model: output.model ?? null,
      firstByteMs,
    },
  );
}

/** Of the first call: there is one tool, and it is called once. */
function argumentsOf({tool_calls: calls}: Part): string {
  return (calls ?? [])
    .filter(({index}) => index === 0)
    .slice(0, 1)
    .map((call) => call.function?.arguments ?? '')
    .join('');
}

function completion(
  texts: {readonly content: string; readonly call: string; readonly refusal: string},
  facts: {
    readonly stopReason: string;
    readonly usage: unknown;
    readonly id: string | null;
    readonly model: string | null;
    readonly firstByteMs: number | null;
  },
): Completion {
  const {stopReason, usage, id, model, firstByteMs} = facts;
  const answered = texts.call === '' ? texts.content : texts.call;
  const isRefusal = texts.refusal !== '' && answered === '';
  return {
    text: answered,
    ending: isRefusal ? 'refused' : endingOf(stopReason, answered),
    stopReason,
    usage: chatTokens(usage),
    responseId: id,
    model,
    firstByteMs,
  };
}
