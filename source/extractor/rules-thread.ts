/** The thread that makes rules of the pages and, when told to, writes them. */
import {parentPort} from 'node:worker_threads';
import type {RunEventBody} from '../events/catalogue.ts';
import type {Page} from '../extract/page.ts';
import {openSharedPages} from '../store/shared-pages.ts';
import {type MadeRules, makeRules, writeRules} from './make-rules.ts';
import {type RulesAnswer, type RulesJob, thrownFacts} from './rules-messages.ts';

/** Of rules there are thousands, and one by one they cost more than what they tell; all else is told at once. */
const eventsAtATime = 64;

const port = parentPort;
let made: MadeRules | null = null;

port?.on('message', (job: RulesJob) => {
  void carryOut(job).then((answer) => port.postMessage(answer));
});

async function carryOut({kind, request, place}: RulesJob): Promise<RulesAnswer> {
  const {emit, flush} = batched();
  try {
    const pages = openSharedPages<Page>(place);
    try {
      if (kind === 'make') {
        made = await makeRules(request, emit, pages);
        return {kind: 'made', made};
      }
      if (made === null) throw new Error('there are no rules to write');
      return {kind: 'written', ...(await writeRules(request, emit, pages, made))};
    } finally {
      pages.close();
    }
  } catch (error) {
    return {kind: 'thrown', ...thrownFacts(error)};
  } finally {
    flush();
  }
}

function batched(): {readonly emit: (event: RunEventBody) => void; readonly flush: () => void} {
  let events: RunEventBody[] = [];
  const flush = () => {
    if (events.length > 0) port?.postMessage({kind: 'events', events} satisfies RulesAnswer);
    events = [];
  };
  return {
    emit(event) {
      events.push(event);
      if (events.length >= eventsAtATime || !event.type.startsWith('rule.')) flush();
    },
    flush,
  };
}
