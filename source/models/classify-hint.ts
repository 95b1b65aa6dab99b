import type {ProviderName} from '../provider-names.ts';
import type {TroubleContext} from './classify-trouble.ts';
import type {AttemptFailure} from './contract.ts';

type Facts = Pick<AttemptFailure, 'class' | 'name' | 'message' | 'tooLong'> & {
  readonly needsProfile: boolean;
};

/** What the user can do about a failure, one line, or `null` if waiting is all. */
export function hintFor(facts: Facts, context: TroubleContext): string | null {
  const {provider, model, host} = context;
  if (facts.needsProfile) return profileHint(model);
  if (facts.name === 'address-refused') return 'give a base URL on a public host, or on this machine';
  switch (facts.class) {
    case 'credentials':
      return provider === 'bedrock' ? awsKeysHint(facts) : `check ${keyVariables[provider] ?? 'the key'}`;
    case 'denied':
      return provider === 'bedrock' ? awsModelHint(facts) : modelHint(provider, model);
    case 'quota':
      return 'wait for the next day, raise the quota, or choose another model';
    case 'foreign':
      return `check the network: a proxy or a login page may stand before ${host}`;
    case 'unavailable':
      return provider === 'local' ? `start the server at ${host}, such as with \`ollama serve\`` : null;
    case 'invalid':
      return facts.tooLong ? 'the text is split and asked again' : null;
    default:
      return null;
  }
}

const keyVariables: Readonly<Partial<Record<ProviderName, string>>> = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  huggingface: 'HUGGINGFACE_API_KEY',
};

/** Models that are not offered on demand are asked for through an inference profile: the id with a place before it. */
function profileHint(model: string): string {
  const bare = model.replace(/^(?:us-gov|us|eu|apac|jp|au|global)\./, '');
  return `ask for an inference profile of your part of the world: us.${bare}, eu.${bare}, jp.${bare} or global.${bare}`;
}

function awsKeysHint({name, message}: Facts): string {
  if (/expired/i.test(name)) return 'the credentials have expired: renew them (aws sso login) and go on';
  if (/^(?:InvalidSignature|RequestTimeTooSkewed|SignatureDoesNotMatch)/.test(name)) {
    return 'check the secret key, and the clock of this machine';
  }
  if (/InvokeModelWithResponseStream/.test(message)) {
    return 'allow bedrock:InvokeModelWithResponseStream, or switch streaming off (bedrock.stream: false)';
  }
  if (/not authorized to perform/i.test(message)) return 'add the action that is named to your IAM policy';
  return 'check the credentials: run `rules-maker bedrock validate`';
}

function awsModelHint({message}: Facts): string {
  if (/legacy|end of life/i.test(message)) return 'the model is being retired: choose a newer one';
  return 'check the model id and its region, and ask for access to it in the Bedrock console (Model access)';
}

function modelHint(provider: ProviderName, model: string): string {
  return provider === 'local'
    ? `load the model first, such as with \`ollama pull ${model}\``
    : `check that your account may use ${model}`;
}
