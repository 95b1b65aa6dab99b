import type {ConfigKey} from '../config/keys.ts';

export const commandNames = ['scrape', 'demo', 'resume', 'replay', 'extract', 'lint', 'config'] as const;

export type CommandName = (typeof commandNames)[number];

export type OptionSpec = {
  readonly kind: 'text' | 'list' | 'switch';
  /** One letter. */
  readonly short?: string;
  /** The name of the value in the help. */
  readonly value?: string;
  /** The config key that it sets. */
  readonly key?: ConfigKey;
  /** What the flag stands for when it has no value of its own: `--ignore-robots` sets its key to `false`. */
  readonly sets?: string;
  /** For the help: at most 20 characters. */
  readonly help: string;
  /** For the README. */
  readonly about: string;
  readonly commands: readonly CommandName[];
};
