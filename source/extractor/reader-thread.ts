/** The thread that reads documents: one job in, one answer out. */
import {parentPort} from 'node:worker_threads';
import {type DocumentJob, doDocumentJob} from './document-jobs.ts';

parentPort?.on('message', (job: DocumentJob) => {
  const answer = doDocumentJob(job);
  const json = answer.kind === 'read' ? answer.value.content.json : '';
  parentPort?.postMessage(
    answer,
    json instanceof Uint8Array && json.buffer instanceof ArrayBuffer ? [json.buffer] : [],
  );
});
