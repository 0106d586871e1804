import { STATUS_CODES } from 'node:http';
import { ERROR_CODES } from '../../src/errors/errors.js';
import type { RawAnswer } from '../raw-http.js';

const USABLE_ID = /^[A-Za-z0-9._:/+=@-]{1,128}$/;

const codesOf = (status: number) =>
  Object.entries(ERROR_CODES).flatMap(([code, own]) => (own === status ? [code] : []));

/** What every answer keeps, whatever was asked: its ID, no failure of ours, and one shape for what is refused. */
export function expectPromises({ status, headers, body }: RawAnswer): void {
  const id = headers['x-request-id'];
  expect(id).toMatch(USABLE_ID);
  // The body says what went wrong.
  expect(status < 500 ? '' : `${status} ${body}`).toBe('');
  if (status < 400) return;
  expect(headers['content-type']).toBe('application/json');
  const { details = [], ...error } = JSON.parse(body) as Record<string, unknown>;
  expect(error).toEqual({
    error: STATUS_CODES[status],
    code: expect.stringMatching(`^(${codesOf(status).join('|')})$`),
    request_id: id,
    message: expect.any(String),
  });
  for (const detail of details as unknown[])
    expect(detail).toEqual({ path: expect.any(String), message: expect.any(String) });
}
