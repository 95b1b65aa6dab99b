import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';

export type Folders = {
  /** The user's own config file lives here. */
  readonly config: string;
  /** Runs, journals and ledgers. */
  readonly state: string;
};

const name = 'rules-maker';

/**
 * Our folders of the user, by the XDG base directory specification (on every system, so that documentation and
 * scripts can name one place). A relative value of a variable is ignored, as the specification says.
 */
export function userFolders(environment: Readonly<Record<string, string | undefined>>): Folders {
  const home = environment['HOME'] || homedir();
  const folder = (variable: string, fallback: string) => {
    const value = environment[variable];
    return join(value !== undefined && isAbsolute(value) ? value : join(home, fallback), name);
  };
  return {
    config: folder('XDG_CONFIG_HOME', '.config'),
    state: folder('XDG_STATE_HOME', join('.local', 'state')),
  };
}
