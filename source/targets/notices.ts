import type {RunEventBody} from '../events/catalogue.ts';
import type {KeptReason} from './decision.ts';

type Notice = Extract<RunEventBody, {type: 'notice'}>;

/** Codex cuts the chain of AGENTS.md files at 32 KiB without a word (`project_doc_max_bytes`). */
const longChainBytes = 28 * 1024;

const reasons: Readonly<Record<KeptReason, readonly [what: string, hint: string]>> = {
  'not-ours': ['was not written for this library', '--force replaces it and leaves a .bak'],
  edited: ['was edited since it was written', '--force replaces it and leaves a .bak'],
  'broken-markers': [
    'has a marker that is missing, doubled or out of order',
    'put the markers right and run again',
  ],
  'not-utf-8': ['is not UTF-8', 'convert it and run again'],
};

/** A file of the user stays, ours lies beside it. */
export function keptNotice(path: string, beside: string, why: KeptReason): Notice {
  const [what, hint] = reasons[why];
  return notice('RM-FS-057', `${path} ${what}: it stays, the new rules are in ${beside}`, hint);
}

/** A file of ours that is no longer produced, but was edited: it is the user's from now on. */
export function leftNotice(path: string): Notice {
  return notice(
    'RM-FS-057',
    `${path} is no longer produced, but was edited: it stays`,
    'delete it if it is of no use',
  );
}

/** Null while an AGENTS.md is short enough for every reader. */
export function longChainNotice(path: string, bytes: number): Notice | null {
  if (bytes <= longChainBytes || !/(?:^|\/)AGENTS\.md$/.test(path)) return null;
  const message = `${path} has ${bytes} bytes: Codex reads 32,768 of all AGENTS.md files together and drops the rest`;
  return notice('agents-chain-long', message, 'shorten it, or move parts into files that it names');
}

/** CLAUDE.md imports AGENTS.md, which has the block already. */
export function importedNotice(path: string): Notice {
  const message = `${path} imports AGENTS.md: the index is written there only`;
  return {...notice('claude-imports-agents', message, null), level: 'info'};
}

function notice(code: string, message: string, hint: string | null): Notice {
  return {type: 'notice', level: 'warning', code, message, hint};
}
