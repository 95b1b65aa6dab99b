import type {AskedModel, AskedModelEnd} from './catalogue-models.ts';

/** `index`: a sitemap or an llms.txt. */
export type RequestKind = 'page' | 'robots' | 'index' | 'model';

/** One question to a server; each attempt is one exchange. The optional fields are there for questions to models. */
export type RequestEventBody =
  | ({
      readonly type: 'request.started';
      readonly id: number;
      readonly kind: RequestKind;
      readonly subject: string;
      readonly attempt: number;
      readonly maxAttempts: number;
    } & Partial<AskedModel>)
  | ({
      readonly type: 'request.retry-scheduled';
      readonly id: number;
      readonly kind: RequestKind;
      readonly subject: string;
      readonly attempt: number;
      readonly delayMs: number;
      readonly cause: string;
      readonly status: number | null;
      /** Name and class of the error, and what the provider said, in 300 characters at most. */
      readonly code?: string;
      readonly error?: string;
      readonly message?: string;
      /** Who is asked next, without a wait, since the one above cannot help. */
      readonly fallbackTo?: AskedModel;
    } & Partial<AskedModel>)
  | ({
      readonly type: 'request.finished';
      readonly id: number;
      readonly kind: RequestKind;
      readonly subject: string;
      readonly durationMs: number;
      /** Why the answer ended, as the provider calls it. */
      readonly finishReason?: string;
      /** Only where the user switched redaction off. */
      readonly response?: string;
    } & AskedModelEnd)
  | ({
      readonly type: 'request.failed';
      readonly id: number;
      readonly kind: RequestKind;
      readonly subject: string;
      readonly code: string;
      readonly status: number | null;
      readonly message: string;
      /** The class of the last failure, `budget`, or what is wrong with the answer. */
      readonly error?: string;
    } & AskedModelEnd)
  | ({
      readonly type: 'request.cancelled';
      readonly id: number;
      readonly kind: RequestKind;
      readonly subject: string;
    } & AskedModelEnd);
