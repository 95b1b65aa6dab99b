import type {RunEventBody} from '../events/catalogue.ts';

/** Tells when a site is failing: over half of the last 40 pages could not be read. */
export type FailureWatch = {
  readonly note: (failed: boolean) => void;
  readonly failing: () => boolean;
  readonly notice: (url: string) => RunEventBody;
};

const windowLength = 40;

export function createFailureWatch(): FailureWatch {
  const recent: boolean[] = [];
  const failures = () => recent.filter(Boolean).length;
  return {
    note(failed) {
      recent.push(failed);
      if (recent.length > windowLength) recent.shift();
    },
    failing: () => recent.length === windowLength && failures() * 2 > windowLength,
    notice: (url) => ({
      type: 'notice',
      level: 'warning',
      code: 'RM-NET-008',
      message: `Stopped reading ${new URL(url).host}: ${failures()} of the last ${windowLength} pages failed`,
      hint: 'The pages read so far are kept. Run again later, or with --concurrency 1.',
    }),
  };
}
