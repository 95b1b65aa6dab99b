/** A thread that reads documents like the real one, but for those whose text asks for trouble. */
import process from 'node:process';
import {parentPort} from 'node:worker_threads';
import {type DocumentJob, doDocumentJob} from '../../source/extractor/document-jobs.ts';

parentPort?.on('message', (job: DocumentJob) => {
  const text = Buffer.from(job.fetched.body).toString('latin1');
  if (text.includes('TAKES FOR EVER')) for (;;);
  if (text.includes('EATS ALL MEMORY')) for (const all: object[] = []; ; ) all.push({all, at: all.length});
  if (text.includes('ENDS THE THREAD')) process.exit(7);
  if (text.includes('THROWS IN THE THREAD')) throw new Error('no');
  parentPort?.postMessage(doDocumentJob(job));
});
