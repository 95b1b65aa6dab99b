import {compareVersions} from '../distil/versions.ts';
import {type Criterion, criterion, type RubricInput, ratio} from './criterion.ts';

/** R11: the library states its version, that of its pages, and what changes says since when. Each is a half. */
export function versions({ruleSet: {library, rules}, docs}: RubricInput): Criterion {
  const changes = rules.filter(({kind}) => kind === 'deprecation' || kind === 'breaking');
  const lacking = changes.filter((rule) => (rule.versions?.since ?? rule.versions?.removed) === undefined);
  const stated =
    library.version !== null &&
    (docs === null || docs.version === null || compareVersions(docs.version, library.version) === 0);
  const named = changes.length - lacking.length;
  const whose = stated
    ? `version ${library.version}`
    : library.version === null
      ? 'no version'
      : 'another version';
  return criterion(
    'R11',
    (Number(stated) + ratio(named, changes.length)) / 2,
    `${whose}, ${named} of ${changes.length} changes dated`,
    lacking.map(({id}) => ({subject: id, why: 'a change without a version'})),
  );
}
