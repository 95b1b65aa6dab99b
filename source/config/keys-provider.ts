import * as v from 'valibot';
import {key, line, numberFrom, secret, trueOrFalse, wholeNumber} from './key.ts';

const seconds = numberFrom(1, 3600, 'seconds');

/** What every provider can be told. @param own - what a provider has of its own: defaults, and variables by name */
export const common = (
  own: {readonly concurrency?: number; readonly variables?: Readonly<Record<string, string>>} = {},
) => {
  const variables = (name: string) => {
    const variable = own.variables?.[name];
    return variable === undefined ? [] : [variable];
  };
  return {
    timeout: key({
      schema: seconds,
      default: 30,
      variables: variables('timeout'),
      text: 'number',
      help: 'seconds to the first byte of an answer',
    }),
    concurrency: key({
      schema: wholeNumber(1, 64),
      default: own.concurrency ?? 4,
      variables: variables('concurrency'),
      text: 'number',
      help: 'questions under way at a time',
    }),
    'retry.max_attempts': key({
      schema: wholeNumber(1, 20),
      default: 3,
      variables: variables('retry.max_attempts'),
      text: 'number',
      help: 'attempts in all, the first one included',
    }),
    'retry.base_ms': key({
      schema: wholeNumber(0, 600_000),
      default: 250,
      variables: variables('retry.base_ms'),
      text: 'number',
      help: 'ceiling of the first wait; it doubles with each attempt',
    }),
    'retry.max_ms': key({
      schema: wholeNumber(0, 600_000),
      default: 2000,
      variables: variables('retry.max_ms'),
      text: 'number',
      help: 'ceiling of every wait that the server did not ask for',
    }),
    'retry.max_wait_ms': key({
      schema: wholeNumber(0, 86_400_000),
      default: 120_000,
      variables: [],
      text: 'number',
      help: 'longest wait asked for by a server that is waited out',
    }),
    max_tokens: key({
      schema: wholeNumber(1, 1_000_000),
      default: 2000,
      variables: [],
      text: 'number',
      help: 'tokens of an answer at most; reserved in full while it is under way',
    }),
    temperature: key({
      schema: v.nullable(numberFrom(0, 2)),
      default: null,
      variables: [],
      text: 'number',
      help: 'null = not sent, which newer models demand',
    }),
    stream: key({
      schema: trueOrFalse,
      default: true,
      variables: [],
      text: 'boolean',
      help: 'take answers as a stream',
    }),
    'waits.idle': key({
      schema: seconds,
      default: 120,
      variables: [],
      text: 'number',
      help: 'seconds between two bytes of an answer at most',
    }),
    'waits.attempt': key({
      schema: seconds,
      default: 300,
      variables: [],
      text: 'number',
      help: 'seconds of one attempt at most',
    }),
    'waits.request': key({
      schema: numberFrom(1, 86_400, 'seconds'),
      default: 900,
      variables: [],
      text: 'number',
      help: 'seconds of one question with all its attempts and waits at most',
    }),
    'rate.rpm': key({
      schema: v.nullable(numberFrom(0.1, 1_000_000)),
      default: null,
      variables: [],
      text: 'number',
      help: 'requests per minute; null = unpaced until a throttle',
    }),
    'rate.tpm': key({
      schema: v.nullable(numberFrom(1, 1_000_000_000)),
      default: null,
      variables: [],
      text: 'number',
      help: 'tokens per minute; null = unpaced',
    }),
  };
};

/** The key and the model of a provider. */
export const access = (variables: readonly string[], model: string) => ({
  api_key: key({
    schema: secret,
    default: '',
    variables,
    text: 'string',
    help: 'the key; better in a variable than in a file',
  }),
  api_key_env: key({
    schema: v.pipe(
      v.string('must be the name of a variable'),
      v.regex(/^(?:[A-Za-z_]\w{0,100})?$/, 'must be the name of a variable'),
    ),
    default: '',
    variables: [],
    text: 'string',
    help: 'the name of another variable that holds the key',
  }),
  model: key({
    schema: line('a model id'),
    default: model,
    variables: [],
    text: 'string',
    help: 'the model that is asked',
  }),
});

/** Where a provider is. */
export const baseUrl = (variables: readonly string[], help: string) => ({
  base_url: key({
    schema: v.pipe(
      v.string('must be an address'),
      v.check(
        (text) => text === '' || /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
        'must be an http(s) address, such as http://127.0.0.1:11434',
      ),
    ),
    default: '',
    variables,
    text: 'string',
    help,
  }),
});

/** Where a provider is whose address is known. */
export const officialUrl = () => baseUrl([], "empty = the provider's own address");
