import {describe, expect, it} from 'vitest';
import {type CsvCredentials, parseCredentialsCsv} from '../../source/models/credentials-csv.ts';
import {
  accessKeyId,
  base64,
  jsonKeys,
  lineKeys,
  longTermKey,
  secretAccessKey,
  shortTermKey,
  temporaryKeyId,
} from '../helpers/aws-credentials.ts';
import {thrownBy} from '../helpers/thrown-by.ts';

const read = (text: string | Uint8Array) =>
  parseCredentialsCsv(typeof text === 'string' ? Buffer.from(text) : text, 'keys.csv');

/** What was read, as plain text. */
function plain(found: CsvCredentials) {
  if ('token' in found) return [found.source, found.token.reveal()];
  if ('keys' in found) {
    const {keys} = found;
    return [
      found.source,
      keys.accessKeyId,
      keys.secretAccessKey.reveal(),
      keys.sessionToken?.reveal() ?? null,
    ];
  }
  return [found.source, found.accessKeyId];
}

const pair = [accessKeyId, secretAccessKey, null];
const session = 'session-token-of-no-worth'.repeat(3);
const json = base64(jsonKeys);
const lines = base64(lineKeys);

describe('a credentials file', () => {
  it.each<[string, string, readonly (string | null)[]]>([
    ['a long-term key', `API key name,API key\nmine,${longTermKey}\n`, ['csv_bearer', longTermKey]],
    ['a short-term key', `API key name,API key\nmine,${shortTermKey}\n`, ['csv_bearer', shortTermKey]],
    ['a key alone, without a header', longTermKey, ['csv_bearer', longTermKey]],
    [
      'another header',
      `UserName,ServiceApiKeyValue,Status\na,${longTermKey},Active`,
      ['csv_bearer', longTermKey],
    ],
    ['an unknown header', `Nom,Clé\na,${longTermKey}`, ['csv_bearer', longTermKey]],
    [
      'the key file of IAM',
      `Access key ID,Secret access key\n${accessKeyId},${secretAccessKey}`,
      ['csv_iam', ...pair],
    ],
    [
      'the same with a user name, a password and a link',
      `User name,Password,Access key ID,Secret access key,Console login link\na,b,${accessKeyId},${secretAccessKey},https://x`,
      ['csv_iam', ...pair],
    ],
    ['the same without a header', `${accessKeyId},${secretAccessKey}`, ['csv_iam', ...pair]],
    [
      'its columns in another order',
      `secret_access_key;Access Key Id\n${secretAccessKey};${accessKeyId}`,
      ['csv_iam', ...pair],
    ],
    [
      'a temporary key',
      `Access key ID,Secret access key,Session token\n${temporaryKeyId},${secretAccessKey},${session}`,
      ['csv_iam', temporaryKeyId, secretAccessKey, session],
    ],
    ['name and JSON', `API key name,API key\nmine,mine:${json}`, ['csv_json', ...pair]],
    ['a name with colons', `API key name,API key\nmine,arn:aws:x:${json}`, ['csv_json', ...pair]],
    ['JSON alone', `API key\n${json}`, ['csv_json', ...pair]],
    ['JSON without padding', `API key\n${json.replace(/=+$/, '')}`, ['csv_json', ...pair]],
    ['JSON as STS gives it', `API key\n${base64(`{"Credentials": ${jsonKeys}}`)}`, ['csv_json', ...pair]],
    ['name and lines', `API key name,API key\nmine,mine:${lines}`, ['csv_keyvalue', ...pair]],
    ['lines alone, without padding', lines.replace(/=+$/, ''), ['csv_keyvalue', ...pair]],
    [
      'lines of a shell',
      base64(
        `export AWS_ACCESS_KEY_ID="${accessKeyId}"\r\nexport AWS_SECRET_ACCESS_KEY='${secretAccessKey}'`,
      ),
      ['csv_keyvalue', ...pair],
    ],
    [
      'JSON with a session',
      base64(JSON.stringify({...JSON.parse(jsonKeys), SessionToken: session})),
      ['csv_json', accessKeyId, secretAccessKey, session],
    ],
    ['half of a key', `API key name,API key\nmine,${accessKeyId}`, ['csv_access_key_only', accessKeyId]],
    [
      'comments and empty lines',
      `# a comment, "of\n\nAPI key\n # more\n${longTermKey}\n\n`,
      ['csv_bearer', longTermKey],
    ],
    [
      'quotes',
      `"API key name","API key"\n"my ""own"" key, the first","${longTermKey}"`,
      ['csv_bearer', longTermKey],
    ],
    ['blanks around', `API key name , API key \n mine , ${longTermKey}  \n`, ['csv_bearer', longTermKey]],
    ['tabs', `API key name\tAPI key\nmine\t${longTermKey}`, ['csv_bearer', longTermKey]],
    ['CRLF', `API key name,API key\r\nmine,${longTermKey}\r\n`, ['csv_bearer', longTermKey]],
    [
      'the line ends of an old Mac',
      `API key name,API key\rmine,${longTermKey}\r`,
      ['csv_bearer', longTermKey],
    ],
    [
      'a formula beside it',
      `API key name,API key\n=cmd|' /C calc'!A0,${longTermKey}`,
      ['csv_bearer', longTermKey],
    ],
  ])('is read with %s', (_, text, expected) => {
    expect(plain(read(text))).toEqual(expected);
  });

  const text = `API key name,API key\nmine,${longTermKey}\n`;
  const bytes = Buffer.from(text, 'utf16le');
  it.each([
    ['UTF-8 with BOM', Buffer.from(`\u{feff}${text}`)],
    ['UTF-16 LE with BOM', Buffer.concat([Buffer.from([0xff, 0xfe]), bytes])],
    ['UTF-16 BE with BOM', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(bytes).swap16()])],
    ['UTF-16 LE without BOM', bytes],
  ])('is read in %s', (_, encoded) => {
    expect(plain(read(encoded))).toEqual(['csv_bearer', longTermKey]);
  });

  it('says which line was used and which were left out', () => {
    const found = read(`API key name,API key\nold,YOUR_API_KEY\nmine,${longTermKey}`);
    expect(found).toMatchObject({line: 3, ignored: ['line 2, column 2 (API key) is a placeholder']});
  });

  it('warns of half a key', () => {
    expect(read(accessKeyId)).toMatchObject({warning: 'line 1 holds an access key id without its secret'});
  });
});

describe('a credentials file that cannot be used', () => {
  const cut = secretAccessKey.slice(0, 20);
  const keys = (secret: string) =>
    base64(JSON.stringify({AccessKeyId: accessKeyId, SecretAccessKey: secret}));
  it.each<[string, string, string]>([
    ['is empty', '', 'it is empty'],
    ['has a header alone', 'API key name,API key\n', 'no cell holds a key'],
    ['is something else', 'name,age\nann,7', 'no cell holds a key'],
    ['has two keys', `API key\n${longTermKey}\n${shortTermKey}`, 'lines 2 and 3 both hold a key'],
    [
      'has a placeholder',
      'API key name,API key\nmine,<your key here>',
      'line 2, column 2 (API key) is a placeholder',
    ],
    ['has an empty cell', 'API key name,API key\nmine,', 'line 2, column 2 (API key) is empty'],
    [
      'has a cut API key',
      `API key\n${longTermKey.slice(0, 60)}`,
      'line 2, column 1 (API key) is no whole API key: it is cut short or changed',
    ],
    [
      'has text for a key',
      'API key\nhunter2 is my key',
      'line 2, column 1 (API key) is neither an API key nor base64',
    ],
    [
      'has base64 of text',
      `API key\n${base64('just some long text')}`,
      'line 2, column 1 (API key) is base64 of something that holds no AWS key',
    ],
    [
      'has base64 of bytes',
      `API key\n${Buffer.alloc(40, 0x9f).toString('base64')}`,
      'line 2, column 1 (API key) is neither an API key nor base64',
    ],
    [
      'has no secret in its JSON',
      `API key\n${keys('')}`,
      'line 2, column 1 (API key) holds an access key id, and its secret is missing',
    ],
    [
      'has a short secret in its JSON',
      `API key\n${keys(cut)}`,
      'line 2, column 1 (API key) holds a secret that has 20 of 40 characters',
    ],
    [
      'has a placeholder in its JSON',
      `API key\n${keys('YOUR_SECRET')}`,
      'line 2, column 1 (API key) holds a secret that is a placeholder',
    ],
    [
      'has no id in its lines',
      `API key\n${base64(`AWS_SECRET_ACCESS_KEY=${secretAccessKey}`)}`,
      'line 2, column 1 (API key) holds no access key id',
    ],
    [
      'has no secret',
      `Access key ID,Secret access key\n${accessKeyId},`,
      'line 2, column 2 (secret access key) is empty: the secret is missing',
    ],
    [
      'has a short secret',
      `Access key ID,Secret access key\n${accessKeyId},${cut}`,
      'line 2, column 2 (secret access key) is no secret key: it has 20 of 40 characters',
    ],
    [
      'has an odd secret',
      `Access key ID,Secret access key\n${accessKeyId},${cut}${'!'.repeat(20)}`,
      'line 2, column 2 (secret access key) is no secret key: it has characters that no secret key has',
    ],
    [
      'has no id',
      `Access key ID,Secret access key\n,${secretAccessKey}`,
      'line 2, column 1 (access key id) is empty: the access key id is missing',
    ],
    [
      'has half of a temporary key',
      `Access key ID,Secret access key\n${temporaryKeyId},${secretAccessKey}`,
      'line 2, column 1 (access key id) is a temporary key, and its session token is missing',
    ],
    [
      'has a quote that never ends',
      `API key\n"${longTermKey}\n`.replace('\n"', '\n"x'),
      'line 2, column 1 (API key) is neither an API key nor base64',
    ],
  ])('%s', (_, text, why) => {
    const error = thrownBy(() => read(text));
    expect(error).toMatchObject({code: 'RM-CRED-045', exitCode: 6, why});
    expect(error.message).toBe('keys.csv holds no usable credentials');
  });

  it('shows no part of any cell, nor of its decoded content', () => {
    const canary = 'canaryvalue';
    const cells = [
      canary,
      `ABSK${canary}`,
      `x:${base64(`{"AccessKeyId":"${canary}","SecretAccessKey":"${canary}"}`)}`,
    ];
    for (const header of ['API key', 'Access key ID,Secret access key', canary]) {
      for (const cell of cells) {
        const {message, why, hint, stack} = thrownBy(() => read(`${header}\n${cell},${cell}`));
        expect([message, why, hint, stack].join('\n')).not.toMatch(/canary/);
      }
    }
  });
});
