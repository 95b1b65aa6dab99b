import {type Criterion, criterion} from './criterion.ts';

/** R17: the same pages give the same bytes. Nothing in one set of files shows that: the tests of the program do. */
export function stable(): Criterion {
  return criterion('R17', null, 'needs two runs; held by the tests');
}
