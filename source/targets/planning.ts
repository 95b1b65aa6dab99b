import type {Assembly, Topic} from '../assemble/assembly.ts';
import {plainGlobs} from './globs.ts';
import {crawledHosts, type Hosts} from './links.ts';
import type {TargetName} from './planned-file.ts';
import {libraryTitle, provenanceComment} from './provenance.ts';
import {slugOf, uniqueSlugs} from './slug.ts';

/** Rules of one file that were left out, so that the file keeps its limit. They stay in `rules.json`. */
export type Cut = {readonly path: string; readonly target: TargetName | 'detail'; readonly dropped: number};

/** A topic with the names of its files and globs that every reader understands. */
export type NamedTopic = {
  readonly topic: Topic;
  readonly globs: readonly string[];
  /** `<library>-<topic>`, for folders that all libraries share. */
  readonly name: string;
  /** For targets that cannot load on demand. */
  readonly detailPath: string;
};

/** What every target needs to know, worked out once. */
export type Planning = {
  readonly assembly: Assembly;
  /** The slug of the library. */
  readonly library: string;
  readonly title: string;
  readonly topics: readonly NamedTopic[];
  readonly hosts: Hosts;
  /** One comment line: where the rules of the whole set come from. */
  readonly comment: string;
  readonly onCut: (cut: Cut) => void;
};

export function preparePlanning(assembly: Assembly, onCut: (cut: Cut) => void): Planning {
  const library = slugOf(assembly.library.slug);
  const topics = assembly.topics.filter((topic) => topic.rules.length > 0);
  const names = uniqueSlugs(topics.map((topic) => `${library}-${topic.slug}`));
  const details = uniqueSlugs(topics.map((topic) => topic.slug));
  return {
    assembly,
    library,
    title: libraryTitle(assembly.library),
    topics: topics.map((topic, index) => ({
      topic,
      globs: plainGlobs(topic.globs),
      name: names[index] ?? '',
      detailPath: `.rules-maker/${library}/${details[index] ?? ''}.md`,
    })),
    hosts: crawledHosts(assembly),
    comment: provenanceComment(assembly.library, assembly.ruleSet.rules),
    onCut,
  };
}
