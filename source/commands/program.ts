import {readFileSync} from 'node:fs';

/** Read at run time, so that the version stands in one place. */
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
  readonly homepage?: string;
};

export const programName = 'rules-maker';

export const programVersion = manifest.version;

/** Sent with every request: who reads, in which version, and where to ask. */
export const userAgent = `${programName}/${programVersion}${manifest.homepage ? ` (+${manifest.homepage})` : ''}`;
