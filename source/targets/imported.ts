import type {Emit} from '../events/catalogue.ts';
import {decode, readCurrent} from './current-file.ts';
import {importedNotice} from './notices.ts';
import type {PlannedFile} from './planned-file.ts';

/**
 * The plan without a block in CLAUDE.md if the text of the user there imports `@AGENTS.md` and the plan puts
 * the same block into that file: the assistant would read it twice.
 */
export async function withoutImported(
  root: string,
  plan: readonly PlannedFile[],
  emit: Emit,
): Promise<readonly PlannedFile[]> {
  const block = plan.find(({path, kind}) => path === 'CLAUDE.md' && kind === 'block');
  if (block === undefined || !plan.some(({path}) => path === 'AGENTS.md')) return plan;
  const current = await readCurrent(root, block.path);
  const text = current === null ? null : decode(current);
  if (text === null || !/^\ufeff?@(?:\.\/)?AGENTS\.md[ \t]{0,20}\r?$/m.test(text)) return plan;
  emit(importedNotice(block.path));
  return plan.filter((file) => file !== block);
}
