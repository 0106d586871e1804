import { payloadOf, readPayload } from './job-payload.js';

const ID = '6a1d4f0e-3f51-4c3c-8a59-0f6f0a3e7c11';
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('What the queue carries', () => {
  it('is read as it was written', () => {
    const payload = payloadOf(ID, 'order-1', TRACEPARENT);
    expect(readPayload(JSON.parse(JSON.stringify(payload)))).toEqual({
      job_id: ID,
      request_id: 'order-1',
      traceparent: TRACEPARENT,
    });
  });

  it('is read without a trace where an earlier release wrote it, or the trace is nonsense', () => {
    for (const rest of [{}, { traceparent: 'nonsense' }, { traceparent: 7 }])
      expect(readPayload({ job_id: ID, request_id: null, ...rest })).toEqual({
        job_id: ID,
        request_id: null,
        traceparent: null,
      });
  });

  it.each([null, {}, { job_id: 'x', request_id: null }, { job_id: ID, request_id: 'a b' }])(
    'is refused where it is %j',
    (data) => expect(readPayload(data)).toBeNull(),
  );
});
