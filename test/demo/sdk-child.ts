import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {fakeAwsEnvironment} from '../helpers/fake-models.ts';

export type Call = {
  readonly id: number;
  readonly operation: 'converse' | 'stream' | 'count' | 'identity';
  readonly model: string;
  readonly auth?: 'sigv4' | 'bearer';
  readonly http2?: boolean;
  readonly input?: Record<string, unknown>;
};

export type Outcome = {
  readonly id: number;
  /** Names of the events that came before it ended. */
  readonly events: readonly string[];
  readonly output: unknown;
  readonly error: {
    readonly name: string;
    readonly message: string;
    readonly code: string | null;
    readonly status: number | null;
    readonly headers: Record<string, string>;
  } | null;
};

export type SdkChild = {
  readonly call: (call: Omit<Call, 'id' | 'model'> & {readonly model?: string}) => SentCall;
  readonly close: () => Promise<void>;
};

type SentCall = {readonly outcome: Promise<Outcome>; readonly abort: () => void};

const program = fileURLToPath(new URL('./bedrock-process.ts', import.meta.url));

/** Starts a process with the real AWS clients, whose endpoints are the fake's. */
export function startSdkChild(origin: string): SdkChild {
  const child = spawn(process.execPath, [program], {
    env: fakeAwsEnvironment(origin),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, (outcome: Outcome) => void>();
  const say = (line: unknown) => child.stdin.write(`${JSON.stringify(line)}\n`);
  createInterface({input: child.stdout}).on('line', (line) => {
    const outcome = JSON.parse(line) as Outcome;
    waiting.get(outcome.id)?.(outcome);
  });
  let last = 0;
  return {
    call(call) {
      last += 1;
      const id = last;
      const outcome = new Promise<Outcome>((resolve) => waiting.set(id, resolve));
      say({model: 'us.example.model-v1:0', ...call, id});
      return {outcome, abort: () => say({abort: id})};
    },
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.stdin.end();
      }),
  };
}
