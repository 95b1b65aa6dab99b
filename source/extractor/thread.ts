import {extname} from 'node:path';
import {type Transferable, Worker, type WorkerOptions} from 'node:worker_threads';
import type {Clock} from '../clock.ts';

/** Why a job has no answer: it took too long, needed too much memory, or its thread died. */
export type ThreadFault = 'time' | 'memory' | 'crash';

/** Thrown for the job that was under way; the next one gets a new thread. */
export class ThreadError extends Error {
  readonly fault: ThreadFault;

  constructor(fault: ThreadFault, cause?: unknown) {
    super(`thread: ${fault}`, {cause});
    this.fault = fault;
  }
}

export type Thread<Job, Answer> = {
  /**
   * One job at a time, in the order of the calls. `prepare` makes the message shortly before its turn comes, and once
   * more if the thread dies before that.
   *
   * @throws ThreadError; the reason of `close`
   */
  readonly ask: (prepare: () => {job: Job; transfer?: readonly Transferable[]}) => Promise<Answer>;
  /** Kills the thread; what waits is rejected with `reason`. */
  readonly close: (reason: unknown) => Promise<void>;
};

type Waiting<Job, Answer> = {
  readonly prepare: Parameters<Thread<Job, Answer>['ask']>[0];
  readonly done: PromiseWithResolvers<Answer>;
};

/** Made once: every answer ends its watch. */
const answered = new Error('the job is done');

/**
 * A thread that starts with its first job, can be killed in the middle of one, and never keeps the process alive when
 * it has nothing to do. A job that was killed takes nothing with it: the next one gets a new thread.
 *
 * @param entry - the module of the thread; it answers each message with one message
 */
export function createThread<Job, Answer>(options: {
  readonly entry: URL;
  readonly clock: Clock;
  /** Milliseconds for one job. */
  readonly maxMs: number;
  readonly maxHeapMb: number;
}): Thread<Job, Answer> {
  const {entry, clock, maxMs, maxHeapMb} = options;
  const queue: Waiting<Job, Answer>[] = [];
  let worker: Worker | null = null;
  let current: {readonly job: Waiting<Job, Answer>; readonly watch: AbortController} | null = null;
  /** The job after that, which the thread has already: it need not wait for us between two jobs. */
  let ahead: Waiting<Job, Answer> | null = null;
  let closed: {readonly reason: unknown} | null = null;

  const finish = (settle: (done: PromiseWithResolvers<Answer>) => void) => {
    const ended = current;
    current = null;
    ended?.watch.abort(answered);
    if (ended) settle(ended.job.done);
    next();
  };

  const fail = (from: Worker, error: ThreadError) => {
    if (worker !== from) return;
    worker = null;
    void from.terminate();
    if (ahead) queue.unshift(ahead);
    ahead = null;
    finish((done) => done.reject(error));
  };

  const start = (): Worker => {
    const own = new Worker(entry, {...threadOptions, resourceLimits: {maxOldGenerationSizeMb: maxHeapMb}});
    own.on('message', (answer: Answer) => {
      if (worker === own) finish((done) => done.resolve(answer));
    });
    let cause: unknown;
    own.on('error', (error) => {
      cause = error;
    });
    // Comes last: an answer that was sent before the thread died has been heard by now.
    own.on('exit', () => fail(own, new ThreadError(isOutOfMemory(cause) ? 'memory' : 'crash', cause)));
    return own;
  };

  const send = ({prepare}: Waiting<Job, Answer>): Worker => {
    worker ??= start();
    worker.ref();
    const {job, transfer} = prepare();
    worker.postMessage(job, transfer);
    return worker;
  };

  const next = () => {
    if (!current) {
      const sent = ahead;
      const job = sent ?? queue.shift();
      ahead = null;
      if (!job) {
        worker?.unref();
        return;
      }
      const watch = new AbortController();
      current = {job, watch};
      const own = sent && worker ? worker : send(job);
      clock.sleep(maxMs, watch.signal).then(
        () => fail(own, new ThreadError('time')),
        () => undefined,
      );
    }
    const following = ahead ? undefined : queue.shift();
    if (!following) return;
    ahead = following;
    send(following);
  };

  return {
    ask(prepare) {
      const done = Promise.withResolvers<Answer>();
      if (closed) done.reject(closed.reason);
      else queue.push({prepare, done});
      next();
      return done.promise;
    },
    async close(reason) {
      closed ??= {reason};
      const own = worker;
      worker = null;
      if (ahead) queue.unshift(ahead);
      ahead = null;
      for (const {done} of queue.splice(0)) done.reject(reason);
      finish((done) => done.reject(reason));
      await own?.terminate();
    },
  };
}

/** A thread sees neither the environment nor the flags of the process, which may fit a program of somebody else. */
export const threadOptions: WorkerOptions = {
  env: {},
  // Of SQLite and of types that are taken off, by Node 22: nobody who runs us can do anything about it.
  execArgv: ['--disable-warning=ExperimentalWarning'],
};

/** A module beside the one that asks, in the language that this program runs as: TypeScript or what was built of it. */
export function siblingModule(name: string, from: string): URL {
  return new URL(`./${name}${extname(from)}`, from);
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
