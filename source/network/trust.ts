import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createSecureContext, getCACertificates, type SecureContext} from 'node:tls';
import {systemCode, UsageError} from '../errors.ts';

/**
 * Reads a certificate authority of the user's own (PEM, one or more).
 *
 * @throws UsageError RM-CONF-016
 */
export function readCaFile(path: string): string {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw unusable(path, `it cannot be read (${systemCode(error) ?? 'error'})`);
  }
  try {
    new X509Certificate(pem);
  } catch (error) {
    throw unusable(path, 'it holds no certificate in PEM form', error);
  }
  return pem;
}

/** Trust in what Node trusts by default and in these certificates as well. */
export function trustAlso(pem: string): SecureContext {
  return createSecureContext({ca: [...getCACertificates('default'), pem]});
}

function unusable(path: string, why: string, cause?: unknown): UsageError {
  return new UsageError({
    code: 'RM-CONF-016',
    message: `${path} is no file of a certificate authority`,
    why,
    hint: 'give a file that begins with -----BEGIN CERTIFICATE-----',
    cause,
  });
}
