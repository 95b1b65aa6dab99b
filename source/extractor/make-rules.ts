import {assemble} from '../assemble/assemble.ts';
import {distil} from '../distil/distil.ts';
import {detectLibrary} from '../distil/library.ts';
import type {RuleSet} from '../distil/rule.ts';
import {NothingFoundError} from '../errors.ts';
import type {Emit} from '../events/catalogue.ts';
import {pageToMarkdown} from '../extract/markdown.ts';
import type {Page} from '../extract/page.ts';
import {createRubric} from '../rubric/rubric.ts';
import type {PageStore} from '../store/page-store.ts';
import {readerPath} from '../targets/detect.ts';
import {planFiles} from '../targets/plan.ts';
import {writeFiles} from '../targets/write.ts';
import type {RunRequest} from './create-extractor.ts';
import {withoutRepeats} from './without-repeats.ts';

/** The rules, and the slug of their library. */
export type MadeRules = {readonly ruleSet: RuleSet; readonly slug: string};

/** The pages of the run, to be read in crawl order as often as needed. */
export type Pages = Pick<PageStore<Page>, 'count' | 'pages'>;

/** @throws NothingFoundError RM-DOC-023 if no page gave a rule */
export async function makeRules(request: RunRequest, emit: Emit, pages: Pages): Promise<MadeRules> {
  emit({type: 'phase.started', phase: 'distil', total: pages.count()});
  const library = detectLibrary(pages.pages(), request.url);
  const ruleSet = await distil(() => pages.pages(), {library, emit});
  emit({type: 'phase.finished', phase: 'distil', done: ruleSet.rules.length});
  if (ruleSet.rules.length > 0) return {ruleSet, slug: library.slug};
  throw new NothingFoundError({
    code: 'RM-DOC-023',
    message: `no rule stands in the ${pages.count()} pages read from ${request.url}`,
    why: 'no page states a deprecation, a warning or a requirement about a named API',
    hint: 'start at the guide, the reference or the release notes, or raise --max-pages',
  });
}

/** Sorts the rules into topics, judges them and writes the files. @throws as `RunRubric.judge` and `writeFiles` */
export async function writeRules(request: RunRequest, emit: Emit, pages: Pages, {ruleSet, slug}: MadeRules) {
  emit({type: 'phase.started', phase: 'assemble', total: null});
  const rubric = createRubric(ruleSet);
  const {library, ...parts} = assemble(ruleSet, rubric.watch(pages.pages()), slug);
  const assembly = {...parts, library: {...library, waived: request.respectRobots ? [] : ['robots.txt']}};
  emit({type: 'phase.finished', phase: 'assemble', done: assembly.topics.length});
  const plan = planFiles(assembly, {
    targets: request.targets,
    singleFile: request.singleFile,
    llmsFull: request.llmsFull ? () => fullText(pages.pages()) : null,
  });
  rubric.judge(plan, emit);
  emit({type: 'phase.started', phase: 'write', total: plan.length});
  tellReaderPath(request, emit);
  const report = await writeFiles(plan, {
    root: request.outputRoot,
    force: request.force,
    library: assembly.library.slug,
    emit,
    prune: (target) => isAskedFor(request, target),
  });
  emit({type: 'phase.finished', phase: 'write', done: plan.length});
  return {keptFiles: report.kept};
}

/** What is said on one page need not be said again. One page in memory at a time, beside the text. */
function fullText(pages: Iterable<Page>): string {
  const parts: string[] = [];
  for (const page of withoutRepeats(pages)) parts.push(pageToMarkdown(page));
  return parts.join('\n');
}

/**
 * A run in one format leaves the files of the others alone, and a single file leaves all. The detail files serve
 * the targets that cannot load on demand.
 */
function isAskedFor({targets, singleFile}: RunRequest, target: string): boolean {
  if (singleFile !== null) return false;
  const needsDetail = targets.includes('agents') || targets.includes('claude');
  return target === 'detail' ? needsDetail : targets.some((asked) => asked === target);
}

/** A file of `-o` keeps the name that was asked for; an assistant may look elsewhere. */
function tellReaderPath({targets, singleFile}: RunRequest, emit: Emit): void {
  const [target] = targets;
  const path = singleFile === null || target === undefined ? null : readerPath(target, singleFile);
  if (path === null || path === singleFile) return;
  const message = `${singleFile} keeps its name; ${target} itself would read ${path}`;
  emit({type: 'notice', level: 'info', code: 'RM-CONF-013', message, hint: null});
}
