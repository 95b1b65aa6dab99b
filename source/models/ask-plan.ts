import type {AskDeps} from './ask-inquiry.ts';
import {sha256} from './cache-key.ts';
import {type Attempt, type Question, rungs} from './contract.ts';
import type {Lane} from './engine-lane.ts';

/** A schema that is new to a provider is compiled first, which takes minutes. */
const compileMs = 300_000;

/** What goes over the wire next: the best way that the model is not known to refuse. */
export function planAttempt(lane: Lane, question: Question, attemptMs: number, deps: AskDeps): Attempt {
  const {settings, memoryKey} = lane;
  const {waits} = settings;
  const refused = deps.features.refused(memoryKey);
  const rung = rungs.find((each) => each === 'prompt' || !refused.has(each)) ?? 'prompt';
  // Without its count of tokens a stream is of no use.
  const stream = settings.stream && !refused.has('stream') && !refused.has('stream-usage');
  const hash = schemaHash(question);
  const isNew = hash !== null && rung !== 'prompt' && !deps.features.knowsSchema(memoryKey, hash);
  const firstByteMs = !stream
    ? attemptMs
    : isNew
      ? Math.max(compileMs, waits.firstByteMs)
      : waits.firstByteMs;
  return {
    question,
    rung,
    stream,
    promptCache: refused.has('prompt-cache') ? 'off' : settings.promptCache,
    temperature: refused.has('temperature') ? null : settings.temperature,
    metadata: {run_id: deps.runId, page_hash: sha256(question.prompt).slice(0, 16)},
    firstByteMs: Math.min(firstByteMs, attemptMs),
    idleMs: waits.idleMs,
    attemptMs,
  };
}

/** `null` for plain text. */
export function schemaHash({output}: Question): string | null {
  return output === null ? null : sha256(JSON.stringify(output.schema)).slice(0, 16);
}

/** Asked once more, after an answer that could not be used. Only places and kinds are told, no value. */
export function reasked(question: Question, fault: string): Question {
  const note = `Your last answer could not be used: ${fault.slice(0, 500)}. Answer again, in the shape that was asked for.`;
  return {...question, prompt: `${question.prompt}\n\n${note}`};
}
