import {fill} from './answers.ts';
import type {
  Answer,
  Asked,
  Charge,
  Exchange,
  Failure,
  FakePrice,
  Foreign,
  Reply,
  Tokens,
} from './contract.ts';
import {mayHaveRun} from './faults.ts';
import type {Route} from './route.ts';
import {callerIdentity, identityFailure} from './sts.ts';
import {charge, inputOf, tell, tokensOf} from './tokens.ts';
import {type Chunk, json, type Rendered, type Wire} from './wire.ts';

export type RenderSettings = {
  readonly price: (model: string) => FakePrice;
  /** Ids that the list of models names. */
  readonly models: readonly string[];
};

/** The bytes of an answer, and what it costs: `null` for what is no question to a model or costs nothing. */
export function render(
  answer: Answer,
  exchange: Exchange,
  {name, wire, asked}: Route,
  settings: RenderSettings,
): {readonly rendered: Rendered; readonly charge: Charge | null} {
  const id = `00000000-0000-4000-8000-${String(exchange.index).padStart(12, '0')}`;
  if (answer.kind === 'foreign') {
    return {rendered: page(answer), charge: priced(inputOf(exchange.bodyBytes), answer, 'all')};
  }
  if (answer.kind === 'failure') {
    const rendered =
      name === 'identity' ? identityFailure(answer, id) : failed(wire, name === 'count-tokens', answer, id);
    const bill = mayHaveRun(answer) ? 'all' : 'nothing';
    return {rendered, charge: priced(inputOf(exchange.bodyBytes), answer, bill)};
  }
  if (!wire || !asked) return {rendered: aside(exchange, id, settings), charge: null};
  const {rendered, tokens} = replied(answer, wire, asked, {id, bodyBytes: exchange.bodyBytes});
  return {rendered, charge: priced(tokens, answer, 'all')};

  function priced(tokens: Tokens, {bill}: Answer, usual: 'all' | 'nothing'): Charge | null {
    const owed = bill ?? usual;
    if (!asked || owed === 'nothing') return null;
    return charge(
      exchange,
      owed === 'input' ? {...tokens, outputTokens: 0} : tokens,
      settings.price(asked.model),
    );
  }
}

function replied(
  reply: Reply,
  wire: Wire,
  asked: Asked,
  {id, bodyBytes}: {readonly id: string; readonly bodyBytes: number},
): {rendered: Rendered; tokens: Tokens} {
  const text = typeof reply.text === 'string' ? reply.text : (reply.text?.(asked) ?? fill(asked));
  const tokens = tokensOf(reply, asked, text, bodyBytes);
  const rendered = (asked.stream ? wire.stream : wire.whole)({
    id,
    asked,
    text,
    thinking: reply.thinking ?? null,
    refusal: reply.refusal ?? false,
    stopReason: reply.stopReason ?? null,
    told: tell(tokens, reply.told ?? 'true'),
    pieces: split(text, reply.pieces ?? 3),
  });
  const kept = rendered.chunks.filter(({part}) => !reply.omit?.some((omitted) => omitted === part));
  return {tokens, rendered: {...rendered, chunks: brokenOff(kept, reply, wire)}};
}

function brokenOff(chunks: readonly Chunk[], {breakOff}: Reply, wire: Wire): readonly Chunk[] {
  if (!breakOff) return chunks;
  const deltas = chunks.flatMap(({part}, place) => (part === 'delta' ? [place] : []));
  const end = deltas[breakOff.after] ?? (deltas.at(-1) ?? -1) + 1;
  return [...chunks.slice(0, end), {part: 'frame', bytes: wire.midStream(breakOff.failure)}];
}

/** Cuts a text in so many pieces of about the same size, never within a character. */
function split(text: string, pieces: number): string[] {
  const characters = [...text];
  const size = Math.max(1, Math.ceil(characters.length / pieces));
  return Array.from({length: Math.ceil(characters.length / size)}, (_, place) =>
    characters.slice(place * size, (place + 1) * size).join(''),
  );
}

function page({status, contentType, body}: Foreign): Rendered {
  return {
    status,
    headers: {'content-type': contentType},
    chunks: [{part: 'frame', bytes: Buffer.from(body)}],
  };
}

function failed(wire: Wire | null, aws: boolean, failure: Failure, id: string): Rendered {
  if (wire) return wire.failure(failure, id);
  const headers = aws ? {'x-amzn-errortype': failure.name} : {};
  return json({message: failure.message}, failure.status, headers);
}

/** What is asked beside questions: who am I, what models are there, how many tokens is this. */
function aside({wire, bodyBytes}: Exchange, id: string, {models}: RenderSettings): Rendered {
  switch (wire) {
    case 'identity':
      return callerIdentity(id);
    case 'count-tokens':
      return json({inputTokens: inputOf(bodyBytes).inputTokens});
    case 'models':
      return json({
        object: 'list',
        data: models.map((model) => ({id: model, object: 'model', created: 0, owned_by: 'example'})),
      });
    default:
      return json({message: 'There is nothing at this address.'}, 404);
  }
}
