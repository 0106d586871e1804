import { createHash } from 'node:crypto';
import { createTestApp, type TestApp } from '../harness.js';

const OPS_TOKEN = 'the-operators-token';
const API_KEYS = ['alice', 'bob']
  .map((name) => `${name}:${createHash('sha256').update(`${name}-key`).digest('hex')}`)
  .join(',');
const REQUEST = { company: 'Acme', frameworks: ['swot'] };

describe('The audit log', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await createTestApp({
      env: { OPS_TOKEN, API_KEYS, FAULT_INJECTION: 'true', LOG_LEVEL: 'CRITICAL' },
    });
  });
  afterEach(() => service.close());

  const act = async (method: string, path: string, key: string, body?: unknown) => {
    const answer = await service.get(path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'x-request-id': 'the-request',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    await answer.arrayBuffer();
    return answer.status;
  };
  const made = async (path: string, field: string) => {
    const answer = await service.post(path, REQUEST, { 'x-api-key': 'alice-key' });
    return ((await answer.json()) as Record<string, string>)[field]!;
  };
  const lines = (count: number) => service.logs.until('audit', count);
  const line = { logger: 'Audit', level: 'INFO', request_id: 'the-request' };

  it('tells who deleted a report, and who tried to, also where all else is silenced', async () => {
    const id = await made('/analyze', 'report_id');
    for (const key of ['bob-key', 'nobodys-key', 'alice-key']) await act('DELETE', `/v1/reports/${id}`, key);
    const about = { ...line, act: 'delete_report', target: id };
    expect(await lines(3)).toMatchObject([
      { ...about, actor: 'bob', result: 'refused', status: 404 },
      { ...about, actor: 'unknown', result: 'refused', status: 401 },
      { ...about, actor: 'alice', result: 'done', status: 204 },
    ]);
  });

  it('tells who cancelled a job', async () => {
    const id = await made('/analyze/async', 'job_id');
    await act('POST', `/jobs/${id}/cancel`, 'bob-key');
    await act('POST', `/jobs/${id}/cancel`, 'alice-key');
    expect(await lines(2)).toMatchObject([
      { ...line, act: 'cancel_job', actor: 'bob', target: id, result: 'refused' },
      { ...line, act: 'cancel_job', actor: 'alice', target: id },
    ]);
  });

  it('tells of changed log levels and of faults', async () => {
    await act('PUT', '/health/log-level', OPS_TOKEN, { level: 'CRITICAL' });
    await act('PUT', '/health/log-level', OPS_TOKEN, { level: 'ERROR', logger: 'AccessLog' });
    await act('PUT', '/health/log-level', OPS_TOKEN, { level: 'DEBUG', logger: 'a\n{"event":"forged"}' });
    await act('PUT', '/health/faults', OPS_TOKEN, {});
    await act('PUT', '/health/faults', 'alice-key', {});
    expect(await lines(5)).toMatchObject([
      { ...line, act: 'set_log_level', actor: 'operator', target: 'all', result: 'done' },
      { ...line, act: 'set_log_level', actor: 'operator', target: 'AccessLog', result: 'done' },
      { ...line, act: 'set_log_level', actor: 'operator', target: 'invalid', result: 'refused' },
      { ...line, act: 'set_faults', actor: 'operator', target: 'faults', result: 'done' },
      { ...line, act: 'set_faults', actor: 'unknown', target: 'faults', result: 'refused' },
    ]);
    expect(service.logs.text).not.toMatch(/forged|the-operators-token|alice-key/);
  });

  it('is not written for what changes nothing', async () => {
    for (const path of ['/reports', '/health/log-level', '/health/detailed'])
      await act('GET', path, OPS_TOKEN);
    await act('PUT', '/health/log-level', OPS_TOKEN, { level: 'ERROR' });
    expect(await lines(1)).toHaveLength(1);
  });
});
