import type {ConverseCommandOutput, ConverseStreamOutput} from '@aws-sdk/client-bedrock-runtime';
import {endingOf} from './classify-ending.ts';
import {TroubleError} from './classify-trouble.ts';
import type {AttemptDeps, Completion} from './contract.ts';
import {bedrockTokens, type Counting} from './usage.ts';

type Facts = {
  readonly counting: Counting;
  readonly requestId: string | null;
  readonly firstByteMs: number | null;
};

/** Reads an answer of Converse; `null` if there is none in it. */
export function readConverse(
  {output, stopReason, usage}: ConverseCommandOutput,
  facts: Facts,
): Completion | null {
  const content = output?.message?.content;
  if (!content || !stopReason) return null;
  const texts = {
    content: content.map(({text}) => text ?? '').join(''),
    call: content.map(({toolUse}) => (toolUse ? JSON.stringify(toolUse.input) : '')).join(''),
  };
  return completion(texts, {...facts, stopReason, usage});
}

/**
 * Reads the events of ConverseStream to their end. Both closing events must come: the SDK takes a stream without them
 * for a whole one.
 *
 * @throws TroubleError, or what the SDK throws for an exception in mid-stream
 */
export async function readConverseStream(
  events: AsyncIterable<ConverseStreamOutput>,
  progress: AttemptDeps['progress'],
  facts: () => Facts,
): Promise<Completion> {
  const texts = {content: '', call: ''};
  let stopReason: string | null = null;
  let closing: {readonly usage: unknown} | null = null;
  for await (const event of events) {
    const delta = event.contentBlockDelta?.delta;
    if (delta?.text || delta?.toolUse?.input) {
      texts.content += delta.text ?? '';
      texts.call += delta.toolUse?.input ?? '';
      progress(texts.content.length + texts.call.length);
    }
    stopReason = event.messageStop?.stopReason ?? stopReason;
    if (event.metadata) closing = {usage: event.metadata.usage};
  }
  if (stopReason === null || closing === null) {
    const missing = stopReason === null ? 'messageStop' : 'metadata';
    throw new TroubleError({kind: 'incomplete', what: `the stream ended without ${missing}`});
  }
  return completion(texts, {...facts(), stopReason, usage: closing.usage});
}

/** A call of the tool is the answer; text beside it is talk. */
function completion(
  {content, call}: {readonly content: string; readonly call: string},
  {stopReason, usage, counting, requestId, firstByteMs}: Facts & {stopReason: string; usage: unknown},
): Completion {
  const text = call === '' ? content : call;
  return {
    text,
    ending: endingOf(stopReason, text),
    stopReason,
    usage: bedrockTokens(usage, counting),
    responseId: requestId,
    model: null,
    firstByteMs,
  };
}
