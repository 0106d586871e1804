import { errorBody, errorBodySchema } from './error-body.js';
import { AppError, ERROR_CODES, type ErrorCode } from './errors.js';

describe('The body of an error', () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('has the promised shape for %s', (code) => {
    const body = errorBody(new AppError(code, 'What happened.'), 'the-id');
    expect(errorBodySchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ code, request_id: 'the-id', message: 'What happened.' });
  });

  it('names the status by its reason phrase, and a 500 in the exact words of the contract', () => {
    expect(errorBody(new AppError('not_found', ''), '').error).toBe('Not Found');
    expect(errorBody(new AppError('internal_error', ''), '').error).toBe('Internal server error');
  });

  it('has details only where there are some, and never a cause', () => {
    const details = [{ path: 'company', message: 'is missing' }];
    const cause = new Error('secret');
    expect(errorBody(new AppError('validation_error', '', { details, cause }), '').details).toEqual(details);
    const plain = errorBody(new AppError('not_found', '', { cause }), '');
    expect([Object.keys(plain), JSON.stringify(plain).includes('secret')]).toEqual([
      ['error', 'code', 'request_id', 'message'],
      false,
    ]);
  });
});
