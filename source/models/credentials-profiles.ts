import {readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** What the shared files of AWS say of profiles, as far as we need to know before the SDK reads them. */
export type Profiles = {
  readonly credentialsPath: string;
  readonly configPath: string;
  readonly has: (profile: string) => boolean;
  /** The metadata service that a profile, or one that it builds on, takes its keys from; `null` if none does. */
  readonly metadataSource: (profile: string) => string | null;
};

/** Reads the shared files; one that is not there is empty. */
export function readProfiles(environment: Readonly<Record<string, string | undefined>>): Profiles {
  const folder = join(environment['HOME'] || environment['USERPROFILE'] || homedir(), '.aws');
  const credentialsPath = environment['AWS_SHARED_CREDENTIALS_FILE'] || join(folder, 'credentials');
  const configPath = environment['AWS_CONFIG_FILE'] || join(folder, 'config');
  const sections = readSections([credentialsPath, configPath].map(readText));

  const metadataSource = (profile: string, seen: ReadonlySet<string> = new Set()): string | null => {
    const section = sections.get(profile);
    if (!section || seen.has(profile)) return null;
    const own = section.credentialSources.find((source) => source !== 'Environment');
    if (own !== undefined) return own;
    const visited = new Set([...seen, profile]);
    for (const base of section.sourceProfiles) {
      const found = metadataSource(base, visited);
      if (found !== null) return found;
    }
    return null;
  };
  return {
    credentialsPath,
    configPath,
    has: (profile) => sections.has(profile),
    metadataSource: (profile) => metadataSource(profile),
  };
}

/** All values that any of the files has: the SDK takes one of them, and none may go unseen. */
type Section = {readonly credentialSources: string[]; readonly sourceProfiles: string[]};

function readSections(texts: readonly string[]): Map<string, Section> {
  const sections = new Map<string, Section>();
  for (const text of texts) {
    let current: Section | null = null;
    for (const line of text.split(/\r?\n/)) {
      const trimmed = line.trim();
      const title = /^\[([^\]]{1,200})\]/.exec(trimmed)?.[1];
      if (title !== undefined) {
        const name = title
          .trim()
          .replace(/^profile\s+/, '')
          .replaceAll(/^["']|["']$/g, '');
        current = sections.get(name) ?? {credentialSources: [], sourceProfiles: []};
        sections.set(name, current);
      } else if (current) {
        const [, key = '', value = ''] = /^([A-Za-z_]{1,40})\s*=\s*([^\s;#]{1,200})/.exec(trimmed) ?? [];
        if (key.toLowerCase() === 'credential_source') current.credentialSources.push(value);
        if (key.toLowerCase() === 'source_profile') current.sourceProfiles.push(value);
      }
    }
  }
  return sections;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Whoever has no shared files has no profiles. The SDK says what is wrong with a file that cannot be read.
    return '';
  }
}
