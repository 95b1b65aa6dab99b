/** A Bedrock model id, profile or ARN, taken apart. */
export type ModelId = {
  /**
   * - `bare`: the id of a model, which is answered in one region
   * - `profile`: a model behind a profile of AWS, with the geography in front of its id
   * - `opaque`: an ARN without a model in it; what it costs cannot be told from it
   */
  readonly kind: 'bare' | 'profile' | 'opaque';
  /** The id inside the ARN, with its geography; `null` if it is opaque. */
  readonly id: string | null;
  /** The same without geography. */
  readonly bare: string | null;
  /** `us`, `eu`, `global` ... without the dot. */
  readonly geography: string | null;
  /** The region of an ARN, if it has one. */
  readonly region: string | null;
  /** What an ARN is of: `inference-profile`, `provisioned-model` ... */
  readonly resource: string | null;
};

/** Takes a Bedrock model id apart. Other text stays as it is, as a bare id. */
export function parseModelId(text: string): ModelId {
  const arn = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]*):\d*:([a-z-]+)\/(.+)$/.exec(text);
  if (!arn) {
    return text.startsWith('arn:')
      ? {kind: 'opaque', id: null, bare: null, geography: null, region: null, resource: null}
      : {...split(text), region: null, resource: null};
  }
  const [, region = '', resource = '', name = ''] = arn;
  const place = {region: region || null, resource};
  if (!namesModel.has(resource)) {
    return {kind: 'opaque', id: null, bare: null, geography: null, ...place};
  }
  return {...split(name), ...place};
}

/** The kinds of ARN that end in a model id. All others end in a name or number that AWS or the user chose. */
const namesModel = new Set(['foundation-model', 'inference-profile']);

/** The prefixes of profiles that AWS has made [AWS, user guide, November 2026]. */
const geographies = ['us-gov', 'us', 'eu', 'apac', 'jp', 'au', 'ca', 'sa', 'global'];

function split(id: string): Pick<ModelId, 'kind' | 'id' | 'bare' | 'geography'> {
  const geography = geographies.find((name) => id.startsWith(`${name}.`)) ?? null;
  return geography === null
    ? {kind: 'bare', id, bare: id, geography}
    : {kind: 'profile', id, bare: id.slice(geography.length + 1), geography};
}
