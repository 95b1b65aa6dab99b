/** The library: the same engine and the same events that the command line uses. */
export type {Clock} from './clock.ts';
export {systemClock} from './clock.ts';
export type {Candidate, Code, Evidence, Library, Rule, RuleKind, RuleSet} from './distil/rule.ts';
export type {Listener} from './events/bus.ts';
export type {
  Outcome,
  Phase,
  RunEvent,
  RunEventBody,
  RunEventOf,
  RunEventType,
  SkipReason,
  Totals,
  Usage,
} from './events/catalogue.ts';
export {eventSchema} from './events/catalogue.ts';
export {type ExitCode, exitCodes} from './exit-codes.ts';
export type {Page, Section} from './extract/page.ts';
export type {Controls} from './extractor/controls.ts';
export {
  createExtractor,
  type Extractor,
  type ExtractorDeps,
  type RunRequest,
  type RunResult,
} from './extractor/create-extractor.ts';
export {createHttpClient} from './network/client.ts';
export type {HttpClient, HttpResponse} from './network/http.ts';
export {type CrawlMemory, type Journal, openJournal} from './store/journal.ts';
export {openPageStore, type PageStore} from './store/page-store.ts';
export {type TargetName, targetNames} from './target-names.ts';
