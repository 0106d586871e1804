import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoogleError, grpc, protobuf } from 'google-gax';
import { readOnlySentDetails } from './error-details.js';

/** google.rpc.Status with one google.rpc.ErrorInfo { reason: "R" }, as bytes of Protocol Buffers. */
const TYPE = 'type.googleapis.com/google.rpc.ErrorInfo';
const ERROR_INFO = Buffer.from([0x0a, 1, 0x52]);
const ANY = Buffer.concat([
  Buffer.from([0x0a, TYPE.length]),
  Buffer.from(TYPE),
  Buffer.from([0x12, ERROR_INFO.length]),
  ERROR_INFO,
]);
const STATUS = Buffer.concat([Buffer.from([0x08, 5, 0x1a, ANY.length]), ANY]);

function failedCall(details?: Buffer): GoogleError {
  const metadata = new grpc.Metadata();
  if (details) metadata.set('grpc-status-details-bin', details);
  return Object.assign(new GoogleError('5 NOT_FOUND'), { code: 5, metadata });
}

describe('readOnlySentDetails', () => {
  beforeAll(() => {
    readOnlySentDetails();
  });

  it('keeps the details that a server sent', () => {
    expect(GoogleError.parseGRPCStatusDetails(failedCall(STATUS))).toMatchObject({ code: 5, reason: 'R' });
  });

  it('builds no schema for an error without details, and hands it on as it is', () => {
    const building = jest.spyOn(protobuf.Root, 'fromJSON');
    const error = failedCall();

    expect(GoogleError.parseGRPCStatusDetails(error)).toBe(error);
    expect(building).not.toHaveBeenCalled();
  });

  it('changes the library that the client of Firestore uses, since there is only one', () => {
    const root = join(__dirname, '../../..');
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };

    expect(Object.keys(packages).filter((path) => path.endsWith('node_modules/google-gax'))).toEqual([
      'node_modules/google-gax',
    ]);
  });
});
