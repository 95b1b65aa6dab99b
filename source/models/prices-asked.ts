import type {ProviderName} from '../provider-names.ts';
import {type ModelId, parseModelId} from './model-id.ts';

/** A model as the sources of prices may call it. */
export type Asked = {
  /** As the price table calls the provider; `null` if there is nothing to ask. */
  readonly table: string | null;
  /** The model, most exact name first. */
  readonly names: readonly string[];
  /** The profile that stands for the region a bare id is answered in. */
  readonly here: string | null;
  readonly id: ModelId;
};

/** Takes a model apart by the provider that is asked for it. */
export function readModel(
  provider: ProviderName,
  model: string,
  {region, endpoint}: {readonly region?: string | null; readonly endpoint?: string},
): Asked {
  if (provider === 'huggingface') {
    const [name = '', partner] = splitAtLast(model, ':');
    const table = partner === undefined || policies.has(partner) ? null : `huggingface_${partner}`;
    return {table, names: [...new Set([model, name])], here: null, id: parseModelId(name)};
  }
  const isBedrock = provider === 'bedrock' || (provider === 'openai' && isMantle(endpoint));
  const id: ModelId = isBedrock
    ? parseModelId(model)
    : {kind: 'bare', id: model, bare: model, geography: null, region: null, resource: null};
  const here = isBedrock && id.kind === 'bare' && id.bare !== null ? geographyOf(id.region ?? region) : null;
  const names = [model, id.id, id.bare].filter((name) => name !== null);
  return {
    table: isBedrock ? 'aws' : provider,
    names: [...new Set(names)],
    here: here && `${here}.${id.bare}`,
    id,
  };
}

/** The router of Hugging Face takes these in place of a partner, and chooses one itself. */
const policies = new Set(['fastest', 'cheapest', 'preferred']);

/** The endpoint of Bedrock that speaks chat completions. */
function isMantle(endpoint: string | undefined): boolean {
  return (
    endpoint !== undefined &&
    URL.canParse(endpoint) &&
    /^bedrock-(?:mantle|runtime)\.[a-z0-9-]+\.(?:api\.aws|amazonaws\.com)$/.test(new URL(endpoint).hostname)
  );
}

function geographyOf(region: string | null | undefined): string | null {
  const first = /^(us-gov|us|eu|ap)-/.exec(region ?? '')?.[1];
  return first === 'ap' ? 'apac' : (first ?? null);
}

function splitAtLast(text: string, mark: string): [string] | [string, string] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
