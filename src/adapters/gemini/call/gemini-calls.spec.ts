import { LogCatcher } from '../../../../test/harness.js';
import * as gemini from '../../../../test/doubles/gemini-server.js';
import { type Environment, parseConfig } from '../../../config/config.js';
import { AppError } from '../../../errors/errors.js';
import { Log } from '../../../logging/log.js';
import { LogRoot } from '../../../logging/log-root.js';
import { ApiCallMetrics, Registry } from '../../../metrics/metrics.js';
import { RequestContext } from '../../../request-context/request-context.js';
import { Pricing } from '../money/pricing.js';
import { CallRecord } from './call-record.js';
import { GeminiCalls } from './gemini-calls.js';
import { GeminiClient } from './gemini-client.js';
import type { Question } from './question.js';
import { UpstreamState } from './upstream-state.js';

const QUESTION: Question = {
  system: 'Be exact.',
  prompt: 'How strong are the buyers?',
  schema: { title: 'swot', type: 'object' },
  maxOutputTokens: 100,
  search: false,
};
const never = new AbortController().signal;
const SOON = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '0.01s' };
const down = gemini.failure(503, 'UNAVAILABLE', [SOON]);

let server: gemini.GeminiServer;
beforeEach(async () => {
  server = await gemini.GeminiServer.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
});

function connect(env: Environment = {}) {
  const config = parseConfig({ ...server.env, ...env });
  const registry = new Registry();
  const logs = new LogCatcher();
  const state = new UpstreamState();
  const log = Log.named(new LogRoot(config, new RequestContext(), logs), 'Gemini');
  const record = new CallRecord(new ApiCallMetrics(registry), new Pricing(config), log, config);
  const calls = new GeminiCalls(new GeminiClient(config), state, record, config);
  const value = async (name: string, labels: object) => {
    const found = (await registry.getSingleMetric(name)?.get())?.values ?? [];
    return found.find((each) => JSON.stringify(each.labels) === JSON.stringify(labels))?.value;
  };
  return { calls, logs, state, value, ask: (signal = never) => calls.ask(QUESTION, signal) };
}

/** The code with which a call is refused. */
const codeOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('a call to Gemini', () => {
  it('sends key, prompt and schema, and asks for one request only', async () => {
    server.answer('swot', gemini.reply({ a: 1 }));
    expect(await connect().ask()).toMatchObject({ text: '{"a":1}', problem: null });
    const [request] = server.requests;
    expect(request).toMatchObject({
      path: '/v1/models/gemini-3.8-flash:generateContent',
      key: 'stand-in-key',
    });
    expect(request).toMatchObject({ prompt: QUESTION.prompt, system: QUESTION.system });
    expect(request?.body.generationConfig).toEqual({
      maxOutputTokens: 100,
      responseMimeType: 'application/json',
      responseJsonSchema: QUESTION.schema,
    });
    expect(request?.body.tools).toBeUndefined();
  });

  it('makes one request of a reply that could be continued', async () => {
    server.answer('swot', gemini.prose('half', { finishReason: 'CONTINUATION' }));
    expect(await connect().ask()).toMatchObject({ problem: 'reply_cut_off' });
    expect(server.requests).toHaveLength(1);
  });

  it('is priced, thoughts included, in the reply and in the metrics', async () => {
    const usage = {
      promptTokenCount: 1000,
      cachedContentTokenCount: 200,
      candidatesTokenCount: 300,
      thoughtsTokenCount: 100,
    };
    server.answer('swot', gemini.thinking('Let me see.', { a: 1 }, usage));
    const prices = { 'gemini-3.8-flash': { input: 1, cached: 0.1, output: 2 } };
    const { ask, value } = connect({ GEMINI_PRICES: JSON.stringify(prices) });
    expect(await ask()).toMatchObject({ text: '{"a":1}', usd: 0.00162 });
    expect(await value('consultantos_api_cost_total', { service: 'gemini', unit: 'USD' })).toBe(0.00162);
    const tokens = (kind: string) =>
      value('consultantos_api_tokens_total', { service: 'gemini', model: 'gemini-3.8-flash', kind });
    expect(await Promise.all(['input', 'cached', 'output', 'thoughts'].map(tokens))).toEqual([
      800, 200, 300, 100,
    ]);
  });

  it('has no price where the model has none', async () => {
    server.answer('swot', gemini.reply({}));
    expect(await connect({ GEMINI_PRICES: '{}' }).ask()).toMatchObject({ usd: null });
  });

  it.each([
    ['cut off', gemini.cutOff(), 'reply_cut_off'],
    ['stopped for safety', gemini.stopped(), 'reply_blocked'],
    ['stopped as recited', gemini.stopped('RECITATION'), 'reply_blocked'],
    ['refused with its prompt', gemini.blockedPrompt, 'reply_blocked'],
    ['without a word', gemini.prose(''), 'reply_invalid'],
    ['malformed', gemini.stopped('MALFORMED_RESPONSE'), 'reply_invalid'],
  ])('tells a reply that is %s, for which the SDK throws nothing', async (_how, answer, problem) => {
    server.answer('swot', answer);
    expect(await connect().ask()).toMatchObject({ problem, text: '' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a reply of no shape that is known', () => {
  const said = (parts: unknown) => ({ content: { parts }, finishReason: 'STOP' });
  const USED = { promptTokenCount: 9, candidatesTokenCount: 1 };
  const GROUNDING = {
    groundingSupports: 'all',
    groundingChunks: [null],
    webSearchQueries: [5, 'chips'],
  };

  it.each([
    ['has parts that are no list', { candidates: [said({})] }],
    ['has an empty part', { candidates: [said([null])] }],
    ['has a text that is none', { candidates: [said([{ text: 5 }])] }],
    ['has no list of candidates', { candidates: 'x', usageMetadata: { promptTokenCount: 9 } }],
  ])('is one that cannot be used, asked for once, where it %s', async (_how, body) => {
    server.answer('swot', gemini.raw(body));
    expect(await connect().ask()).toMatchObject({ problem: 'reply_invalid', text: '' });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['null', gemini.raw(null)],
    ['a text', gemini.raw('Try again later.')],
    ['a list', gemini.raw([])],
    ['an empty object', gemini.nothing],
    ['no JSON', gemini.page(200)],
    ['nothing at all', gemini.empty],
  ])('is booked with the most that it can cost, and not sent again, where it is %s', async (_how, answer) => {
    server.answer('swot', answer);
    const { ask, logs, value } = connect();
    expect(await ask()).toMatchObject({
      problem: 'reply_invalid',
      estimated: true,
      usage: { candidates: 100 },
    });
    expect(logs.of('api_call_failed')).toMatchObject([{ reason: 'malformed_reply', status: 200 }]);
    expect(server.requests).toHaveLength(1);
    expect(await value('consultantos_api_cost_total', { service: 'gemini', unit: 'USD' })).toBeGreaterThan(0);
  });

  it('is used for what can be read of its grounding', async () => {
    const candidate = { ...said([{ text: 'x' }]), groundingMetadata: GROUNDING };
    server.answer('swot', gemini.raw({ candidates: [candidate], usageMetadata: USED }));
    expect(await connect().ask()).toMatchObject({
      usage: { searches: 1 },
      grounding: { groundingSupports: [], groundingChunks: [{ web: undefined }] },
    });
  });

  it.each([
    ['negative', -5],
    ['a text', '300'],
    ['a fraction', 1.5],
    ['beyond all measure', 1e300],
  ])(
    'counts the most that it can be where a count is %s, and the sums stay numbers',
    async (_what, wrong) => {
      const usage = { promptTokenCount: 1000, cachedContentTokenCount: 2000, candidatesTokenCount: wrong };
      server.answer('swot', gemini.raw({ candidates: [said([{ text: '{}' }])], usageMetadata: usage }));
      const { ask, value } = connect();
      expect(await ask()).toMatchObject({ usage: { cached: 0, candidates: 100 }, estimated: true });
      expect(await value('consultantos_api_cost_total', { service: 'gemini', unit: 'USD' })).toBeGreaterThan(
        0,
      );
    },
  );
});

describe('retries', () => {
  it('come up to twice, and each try is counted and logged', async () => {
    server.answer('swot', gemini.quota('0.01s'), gemini.quota('0.01s'), gemini.reply({ a: 1 }));
    const { ask, value, logs } = connect();
    expect(await ask()).toMatchObject({ text: '{"a":1}' });
    const counted = (status: string) => value('consultantos_api_calls_total', { service: 'gemini', status });
    expect([await counted('failed'), await counted('success')]).toEqual([2, 1]);
    expect(logs.of('api_call_failed')).toMatchObject([
      { service: 'gemini', status: 429, attempt: 1 },
      { service: 'gemini', status: 429, attempt: 2 },
    ]);
  });

  it.each([
    ['500', gemini.failure(500, 'INTERNAL', [SOON])],
    ['502 from a proxy', gemini.page(502)],
    ['503', down],
    ['504', gemini.failure(504, 'DEADLINE_EXCEEDED', [SOON])],
    ['a broken connection', gemini.reset],
    ['503 whose body is no JSON though it says so', gemini.broken(503)],
  ])('follow %s', async (_what, answer) => {
    server.answer('swot', answer, gemini.reply({ a: 1 }));
    expect(await connect().ask()).toMatchObject({ text: '{"a":1}' });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['400', gemini.failure(400, 'INVALID_ARGUMENT'), 'upstream_error'],
    ['a wrong key', gemini.wrongKey, 'engine_unavailable'],
    ['403', gemini.failure(403, 'PERMISSION_DENIED'), 'engine_unavailable'],
    ['404', gemini.failure(404, 'NOT_FOUND'), 'engine_unavailable'],
    ['a quota that is spent for longer than anybody waits', gemini.quota('3600s'), 'engine_unavailable'],
  ])('do not follow %s', async (_what, answer, code) => {
    server.answer('swot', answer);
    expect(await codeOf(connect().ask())).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  it('end after the third try, and say for how long the quota is spent', async () => {
    server.answer('swot', gemini.quota('0.01s'), gemini.quota('0.01s'), gemini.quota('20s'));
    const { ask, state } = connect();
    await expect(ask()).rejects.toMatchObject({ code: 'engine_unavailable', retryAfterSeconds: 20 });
    expect(server.requests).toHaveLength(3);
    expect(state.reason).toBe('quota_exhausted');
  });

  it('never show what the upstream wrote', async () => {
    server.always('swot', gemini.failure(400, 'SECRET_PROMPT_TEXT'));
    const { ask, logs } = connect();
    const error = (await ask().catch((thrown: unknown) => thrown)) as Error;
    expect(`${error.stack ?? ''}${String((error.cause as Error).stack)}${logs.text}`).not.toMatch(
      /SECRET|stand-in fails/,
    );
  });
});

describe('an answer without end', () => {
  it('is a malformed reply once it is too long, and its connection is closed', async () => {
    server.always('swot', gemini.endless);
    const { ask, logs } = connect({ GEMINI_TIMEOUT: '5' });
    expect(await ask()).toMatchObject({ problem: 'reply_invalid', estimated: true });
    await server.until(() => server.openRequests === 0 && server.openSockets === 0);
    expect(logs.of('api_call_failed')).toMatchObject([{ reason: 'malformed_reply', status: 200 }]);
  });
});

describe('time', () => {
  it.each([
    ['hangs', gemini.hang],
    ['drips', gemini.drip],
  ])(
    'runs out for a try that %s: it is told apart from an abort, retried, and its socket closed',
    async (_how, answer) => {
      server.always('swot', answer);
      const { ask, logs } = connect({ GEMINI_TIMEOUT: '0.1' });
      const signal = new AbortController().signal;
      await expect(
        Promise.race([ask(signal), server.until(() => server.requests.length > 1)]),
      ).resolves.toBeUndefined();
      expect(logs.of('api_call_failed')[0]).toMatchObject({ reason: 'timeout', attempt: 1, status: null });
      await server.until(() => server.openRequests <= 1);
    },
  );

  it('is the caller’s: an abort ends a try in flight at once and closes the socket', async () => {
    server.always('swot', gemini.hang);
    const { ask, logs, value } = connect();
    const caller = new AbortController();
    const call = ask(caller.signal);
    await server.until(() => server.openRequests === 1);
    caller.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(call).rejects.toThrow('Cancelled.');
    await server.until(() => server.openRequests === 0 && server.openSockets === 0);
    expect(logs.of('api_call_failed')).toEqual([]);
    expect(await value('consultantos_api_calls_total', { service: 'gemini', status: 'failed' })).toBe(0);
  });

  it('is the caller’s in the pause between two tries too, and the place is free again', async () => {
    server.answer('swot', gemini.quota('20s')).answer('swot', gemini.reply({ a: 1 }));
    const { calls, ask, logs } = connect({ GEMINI_MAX_CONCURRENCY: '1' });
    const caller = new AbortController();
    const call = calls.ask(QUESTION, caller.signal);
    await logs.until('api_call_failed');
    caller.abort(new DOMException('Cancelled.', 'AbortError'));
    await expect(call).rejects.toThrow('Cancelled.');
    expect(await ask()).toMatchObject({ text: '{"a":1}' });
  });
});

describe('the circuit', () => {
  const openIt = async (ask: () => Promise<unknown>) => {
    server.answer('swot', down, down, down, down, down);
    expect(await codeOf(ask())).toBe('upstream_error');
    expect(await codeOf(ask())).toBe('upstream_error');
    expect(server.requests).toHaveLength(5);
  };
  const later = (ms: number) => {
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + ms);
  };

  it('opens after five failures, and then refuses at once, saying for how long', async () => {
    const { ask, value, calls } = connect();
    await openIt(ask);
    await expect(ask()).rejects.toMatchObject({ code: 'engine_unavailable', retryAfterSeconds: 60 });
    expect(server.requests).toHaveLength(5);
    expect(calls.policy.circuit).toBe('open');
    expect(await value('consultantos_circuit_breaker_state', { service: 'gemini' })).toBe(1);
  });

  it('lets calls through after a minute, and closes after two that succeed', async () => {
    const { ask, value, calls } = connect();
    await openIt(ask);
    later(61_000);
    expect(calls.policy.circuit).toBe('half_open');
    server.answer('swot', gemini.reply({}), gemini.reply({}));
    await ask();
    expect(await value('consultantos_circuit_breaker_state', { service: 'gemini' })).toBe(0.5);
    await ask();
    expect(calls.policy.circuit).toBe('closed');
    expect(await value('consultantos_circuit_breaker_state', { service: 'gemini' })).toBe(0);
  });

  it('opens again with the first failure after that minute', async () => {
    const { ask, calls } = connect();
    await openIt(ask);
    later(61_000);
    server.answer('swot', down);
    expect(await codeOf(ask())).toBe('upstream_error');
    expect(calls.policy.circuit).toBe('open');
    expect(server.requests).toHaveLength(6);
  });

  it('opens after five answers that are none of a model', async () => {
    server.always('swot', gemini.nothing);
    const { ask, calls } = connect();
    for (let call = 0; call < 5; call += 1) await ask();
    expect(calls.policy.circuit).toBe('open');
    expect(await codeOf(ask())).toBe('engine_unavailable');
    expect(server.requests).toHaveLength(5);
  });

  it('does not mind a spent quota', async () => {
    server.always('swot', gemini.quota('0.01s'));
    const { ask, calls } = connect();
    for (let call = 0; call < 3; call += 1) await codeOf(ask());
    expect(server.requests).toHaveLength(9);
    expect(calls.policy.circuit).toBe('closed');
  });
});

describe('calls in flight', () => {
  it('are never more than allowed, and as many wait as may', async () => {
    server.always('swot', gemini.reply({}, { delayMs: 5 }));
    const { ask } = connect({ GEMINI_MAX_CONCURRENCY: '2' });
    const codes = await Promise.all(Array.from({ length: 132 }, () => codeOf(ask())));
    expect(codes.filter((code) => code === 'overloaded')).toHaveLength(2);
    expect(server.mostAtOnce).toBe(2);
  });
});
