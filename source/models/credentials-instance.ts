import type {ChainSettings, Environment, Source, Tried} from './credentials-chain.ts';
import {silentLogger} from './silent-logger.ts';

/** The metadata of a container or an instance, if it may be asked. */
export function findInstance({instanceCredentials}: ChainSettings, environment: Environment): Source | Tried {
  const source = 'container and instance metadata';
  if (!instanceCredentials) return {source, why: 'not asked (bedrock.instance_credentials)'};
  const relative = environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  const full = environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  if (relative || full) {
    return {
      origin: 'container metadata',
      async load() {
        const {fromHttp} = await import('@aws-sdk/credential-provider-http');
        const options = relative
          ? {awsContainerCredentialsRelativeUri: relative}
          : {awsContainerCredentialsFullUri: full ?? ''};
        return fromHttp({...options, timeout: 1_000, maxRetries: 1, logger: silentLogger})();
      },
    };
  }
  const disabled = environment['AWS_EC2_METADATA_DISABLED'];
  if (disabled && disabled.toLowerCase() !== 'false') {
    return {source, why: 'AWS_EC2_METADATA_DISABLED is set'};
  }
  return {
    origin: 'instance metadata',
    async load() {
      const {fromInstanceMetadata} = await import('@smithy/credential-provider-imds');
      return fromInstanceMetadata({timeout: 1_000, maxRetries: 1, logger: silentLogger})();
    },
  };
}
