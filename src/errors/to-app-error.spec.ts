import {
  BadRequestException,
  HttpException,
  InternalServerErrorException,
  NotFoundException,
} from '@nestjs/common';
import { AppError } from './errors.js';
import { toAppError } from './to-app-error.js';

const withFacts = (facts: object, message = 'quotes /a/path') => Object.assign(new Error(message), facts);

describe('The expected failure that an error stands for', () => {
  it('is the error itself where it is one of ours', () => {
    const error = new AppError('conflict', 'Twice.');
    expect(toAppError(error)).toBe(error);
  });

  it.each([
    ['FST_ERR_CTP_BODY_TOO_LARGE', 'payload_too_large'],
    ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'unsupported_media_type'],
    ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'bad_request'],
    ['FST_ERR_BAD_URL', 'bad_request'],
    ['FST_ERR_MAX_PARAM_LENGTH', 'not_found'],
    ['ERR_HTTP_REQUEST_TIMEOUT', 'request_timeout'],
    ['HPE_HEADER_OVERFLOW', 'headers_too_large'],
    ['HPE_INVALID_METHOD', 'bad_request'],
  ])('is found for the library code %s, also where Nest has wrapped it', (code, ours) => {
    const error = withFacts({ code, statusCode: 400 });
    const wrapped = new HttpException(error.message, 400, { cause: error });
    expect([toAppError(error)?.code, toAppError(wrapped)?.code]).toEqual([ours, ours]);
  });

  it('is told by the status where Fastify has an error that is not listed', () => {
    expect(toAppError(withFacts({ code: 'FST_ERR_VALIDATION', statusCode: 400 }))?.code).toBe('bad_request');
    expect(toAppError(withFacts({ code: 'FST_ERR_NEW', statusCode: 418 }))?.code).toBe('bad_request');
    expect(toAppError(withFacts({ code: 'FST_ERR_REP_INVALID_PAYLOAD_TYPE', statusCode: 500 }))).toBeNull();
  });

  it('is told by the status of Nest’s own exceptions, of which none becomes a 500 but a 500', () => {
    expect(toAppError(new NotFoundException('Cannot GET /a/path'))?.code).toBe('not_found');
    expect(toAppError(new BadRequestException())?.code).toBe('bad_request');
    expect(toAppError(new HttpException('I am a teapot', 418))?.status).toBe(400);
    expect(toAppError(new InternalServerErrorException())).toBeNull();
    expect(toAppError(new HttpException('Bad gateway', 502))).toBeNull();
  });

  it('is a broken request where a client hung up in its body, and unexpected where an upstream did', () => {
    expect(toAppError(withFacts({ code: 'ECONNRESET', statusCode: 400 }))?.code).toBe('bad_request');
    expect(toAppError(withFacts({ code: 'ECONNRESET' }))).toBeNull();
  });

  it('is none for the status that an upstream service answered to us', () => {
    for (const status of [400, 401, 403, 404, 429])
      expect(toAppError(withFacts({ statusCode: status, status, code: status }))).toBeNull();
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [42],
    [{}],
    [Object.create(null)],
    [new Error('x')],
    [{ code: 'constructor' }],
  ])('is none for %p', (thrown) => {
    expect(toAppError(thrown)).toBeNull();
  });

  it('does not pass on a library’s words, which quote the client', () => {
    expect(toAppError(new NotFoundException('Cannot GET /a/path'))?.message).not.toContain('/a/path');
    expect(toAppError(withFacts({ code: 'FST_ERR_BAD_URL', statusCode: 400 }))?.message).not.toContain(
      '/a/path',
    );
  });
});
