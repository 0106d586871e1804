import type { ApiError } from '@google/genai';
import { z } from 'zod';
import { type FaultReason, GeminiFault } from './gemini-fault.js';

/** https://cloud.google.com/apis/design/errors: what an error body of a Google API carries. */
const errorBody = z.object({
  error: z.object({
    details: z.array(z.object({ reason: z.string().optional(), retryDelay: z.string().optional() })),
  }),
});

const BY_STATUS: Readonly<Record<number, FaultReason>> = {
  401: 'invalid_key',
  403: 'invalid_key',
  404: 'model_not_found',
  429: 'quota_exhausted',
  500: 'upstream_unavailable',
  502: 'upstream_unavailable',
  503: 'upstream_unavailable',
  504: 'upstream_unavailable',
};

/** What fetch throws where the connection fails. */
const NETWORK_ERRORS = ['TypeError', 'AbortError'];

/** Pure: what an error of the SDK means. @throws the error itself where it is a defect of ours */
export function faultOf(error: unknown): GeminiFault {
  if (error instanceof GeminiFault) return error;
  if (!isAnswer(error)) {
    if (!isOfTheNetwork(error)) throw error;
    return new GeminiFault('unreachable', 0);
  }
  const details = detailsOf(error.message);
  const wrongKey = details.some(({ reason }) => reason === 'API_KEY_INVALID');
  const reason = wrongKey ? 'invalid_key' : (BY_STATUS[error.status] ?? 'rejected');
  return new GeminiFault(reason, error.status, delayIn(details));
}

/** An answer of 400 or above; told by its shape, so that the SDK need not be loaded to look at an error. */
const isAnswer = (error: unknown): error is ApiError =>
  error instanceof Error &&
  error.name === 'ApiError' &&
  typeof (error as Partial<ApiError>).status === 'number';

/** The SDK wraps what fetch throws now and then. */
const isOfTheNetwork = (error: unknown): boolean =>
  error instanceof Error
    ? NETWORK_ERRORS.includes(error.name) || isOfTheNetwork(error.cause)
    : NETWORK_ERRORS.includes((error as Partial<Error> | undefined)?.name ?? '');

type Details = z.infer<typeof errorBody>['error']['details'];

/** The SDK puts the whole body into its message. */
function detailsOf(message: string): Details {
  try {
    return errorBody.safeParse(JSON.parse(message)).data?.error.details ?? [];
  } catch {
    return [];
  }
}

/** google.rpc.RetryInfo: a duration in seconds with up to nine decimals, e.g. `12.5s`. */
function delayIn(details: Details): number | null {
  const given = details.find(({ retryDelay }) => retryDelay !== undefined)?.retryDelay;
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(given ?? '')?.[1];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
}
