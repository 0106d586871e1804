import fc from 'fast-check';
import { accessLine } from './access-log.js';

const completion = { route: '/reports/:id', status: 200, complete: true, milliseconds: 1.23456 };

describe('The access line', () => {
  it('is one line of JSON with the promised fields', () => {
    const line = accessLine({ id: 'the-id', method: 'GET', url: '/reports/7?x=1' }, completion);
    expect([line.endsWith('}\n'), line.split('\n')]).toEqual([true, [line.slice(0, -1), '']]);
    expect(JSON.parse(line)).toEqual({
      level: 'INFO',
      severity: 'INFO',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      logger: 'AccessLog',
      event: 'http_request_completed',
      request_id: 'the-id',
      method: 'GET',
      route: '/reports/:id',
      path: '/reports/7',
      status: 200,
      duration_ms: 1.235,
    });
  });

  it('says where the answer did not come to its end', () => {
    const line = accessLine({ id: 'i', method: 'GET', url: '/' }, { ...completion, complete: false });
    expect(JSON.parse(line)).toMatchObject({ incomplete: true });
  });

  it('is one line of JSON whatever the path holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (url) => {
        const line = accessLine({ id: 'i', method: 'GET', url }, completion);
        const { path } = JSON.parse(line) as { path: string };
        return line.indexOf('\n') === line.length - 1 && url.includes(path);
      }),
      { examples: [['/a\n{"event":"forged"}'], ['/"},"event":"forged'], ['/\u001b[2J'], ['/\\u000a']] },
    );
  });
});
