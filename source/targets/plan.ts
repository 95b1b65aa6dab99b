import type {Assembly} from '../assemble/assembly.ts';
import {SecurityError} from '../errors.ts';
import {agentsFiles} from './agents.ts';
import {claudeFiles} from './claude.ts';
import {cursorFiles} from './cursor.ts';
import {foldedFile} from './fold.ts';
import {llmsFiles} from './llms-txt.ts';
import type {PlannedFile, TargetName} from './planned-file.ts';
import {type Cut, type Planning, preparePlanning} from './planning.ts';
import {ruleSetJson} from './provenance.ts';

export type {Cut} from './planning.ts';

export type PlanOptions = {
  /** With `singleFile` only the first one is used. */
  readonly targets: readonly TargetName[];
  /** The Markdown of all pages for `llms-full.txt`, or `null` for none. */
  readonly llmsFull: (() => string) | null;
  /** Fold the target into this one file (relative to the root, its name kept), or `null`. */
  readonly singleFile: string | null;
  /** Told once for each file that could not hold all of its rules. */
  readonly onCut?: (cut: Cut) => void;
};

/**
 * The files that the targets want, sorted by path, and always `.rules-maker/<library>/rules.json` with every
 * rule. Pure: the same assembly gives the same bytes. The manifest is left to the writer, who knows what
 * became of each file.
 *
 * @throws SecurityError RM-FS-056 if `singleFile` lies in `.rules-maker/`
 */
export function planFiles(assembly: Assembly, options: PlanOptions): PlannedFile[] {
  const cuts = new Map<string, Cut>();
  const planning = preparePlanning(assembly, (cut) => cuts.set(cut.path, cut));
  const target = options.targets[0];
  const files =
    options.singleFile === null || target === undefined
      ? options.targets.flatMap((each) => filesOf(planning, each, options.llmsFull))
      : [foldedFile(planning, target, own(options.singleFile))];
  const byPath = new Map([...files, bookkeeping(planning)].map((file) => [file.path, finished(file)]));
  for (const cut of cuts.values()) options.onCut?.(cut);
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function filesOf(planning: Planning, target: TargetName, llmsFull: (() => string) | null): PlannedFile[] {
  switch (target) {
    case 'cursor':
      return cursorFiles(planning);
    case 'claude':
      return claudeFiles(planning);
    case 'agents':
      return agentsFiles(planning);
    case 'json':
      return [{...bookkeeping(planning), path: 'rules.json', target}];
    case 'llms-txt':
      return llmsFiles(planning, llmsFull);
  }
}

function own(singleFile: string): string {
  const path = singleFile.replace(/^(?:\.\/)+/, '');
  if (!/^\.rules-maker(?:\/|$)/i.test(path)) return path;
  throw new SecurityError({
    code: 'RM-FS-056',
    message: `${path} cannot be the output file`,
    why: 'the folder .rules-maker is kept for what the program must remember',
    hint: 'choose a file outside of .rules-maker',
  });
}

function bookkeeping({assembly, library}: Planning): PlannedFile {
  const {ruleSet} = assembly;
  const rules = ruleSet.rules.map(({id}) => id);
  const path = `.rules-maker/${library}/rules.json`;
  return {path, target: 'manifest', kind: 'whole', content: ruleSetJson(ruleSet), rules};
}

/** LF, well-formed Unicode, one final newline. */
function finished(file: PlannedFile): PlannedFile {
  const text = file.content.toWellFormed().replace(/\r\n?/g, '\n');
  return {...file, content: text.endsWith('\n') ? text : `${text}\n`};
}
