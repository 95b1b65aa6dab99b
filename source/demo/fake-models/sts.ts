import type {Failure} from './contract.ts';
import type {Rendered} from './wire.ts';

/** STS GetCallerIdentity: the query protocol, which answers XML. Account and user are those of AWS's own examples. */
export function callerIdentity(id: string): Rendered {
  return xml(
    200,
    id,
    `<GetCallerIdentityResponse xmlns="${namespace}"><GetCallerIdentityResult>` +
      '<Arn>arn:aws:iam::123456789012:user/example</Arn>' +
      '<UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>123456789012</Account>' +
      `</GetCallerIdentityResult>${metadata(id)}</GetCallerIdentityResponse>`,
  );
}

/** STS says some classes in other words than Bedrock. */
const codes: Readonly<Record<string, string>> = {
  ExpiredTokenException: 'ExpiredToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  AccessDeniedException: 'AccessDenied',
  ThrottlingException: 'Throttling',
};

export function identityFailure({status, name, message}: Failure, id: string): Rendered {
  const error = `<Error><Type>Sender</Type><Code>${codes[name] ?? name}</Code><Message>${message}</Message></Error>`;
  return xml(
    status,
    id,
    `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${id}</RequestId></ErrorResponse>`,
  );
}

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

function metadata(id: string): string {
  return `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`;
}

function xml(status: number, id: string, body: string): Rendered {
  return {
    status,
    headers: {'content-type': 'text/xml', 'x-amzn-requestid': id},
    chunks: [{part: 'frame', bytes: Buffer.from(body)}],
  };
}
