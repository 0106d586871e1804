import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { withSpan } from '../tracing/tracing.js';
import { DURATION_BUCKETS } from './execution.metrics.js';

const SERVICES = ['gemini', 'firestore', 'redis', 'gcs'] as const;
const BREAKER_STATES = { closed: 0, half_open: 0.5, open: 1 } as const;

/** The outside services that the contract counts. */
export type Service = (typeof SERVICES)[number];

/** Calls to outside services: how many, how long, what they cost, and whether their breaker lets them through. */
@Injectable()
export class ApiCallMetrics {
  private readonly calls: Counter<'service' | 'status'>;
  private readonly durations: Histogram<'service'>;
  private readonly cost: Counter<'service' | 'unit'>;
  private readonly tokens: Counter<'service' | 'model' | 'kind'>;
  private readonly breaker: Gauge<'service'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.calls = new Counter({
      name: 'consultantos_api_calls_total',
      help: 'Calls to an outside service; every try counts.',
      labelNames: ['service', 'status'],
      registers,
    });
    this.durations = new Histogram({
      name: 'consultantos_api_call_duration_seconds',
      help: 'Duration of a call to an outside service.',
      labelNames: ['service'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.cost = new Counter({
      name: 'consultantos_api_cost_total',
      help: 'Money spent on an outside service.',
      labelNames: ['service', 'unit'],
      registers,
    });
    this.tokens = new Counter({
      name: 'consultantos_api_tokens_total',
      help: 'Tokens billed by a model.',
      labelNames: ['service', 'model', 'kind'],
      registers,
    });
    this.breaker = new Gauge({
      name: 'consultantos_circuit_breaker_state',
      help: 'Circuit breaker of a service: 0 closed, 0.5 half open, 1 open.',
      labelNames: ['service'],
      registers,
    });
    for (const service of SERVICES) {
      for (const status of ['success', 'failed']) this.calls.inc({ service, status }, 0);
      this.durations.zero({ service });
      this.breaker.set({ service }, BREAKER_STATES.closed);
    }
    this.cost.inc({ service: 'gemini', unit: 'USD' }, 0);
  }

  /** Runs one try of a call, counts and times it, as a span of its own; a try that ends by the caller's own signal is no failure of the service. */
  async observe<T>(service: Service, call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const stop = this.durations.startTimer({ service });
    try {
      const result = await withSpan(service, call, {
        role: 'client',
        attributes: { 'peer.service': service },
      });
      this.calls.inc({ service, status: 'success' });
      return result;
    } catch (error) {
      if (!signal?.aborted) this.calls.inc({ service, status: 'failed' });
      throw error;
    } finally {
      stop();
    }
  }

  /** A call that somebody else made. @param seconds how long it took, where that tells anything of the service. */
  note(service: Service, status: 'success' | 'failed', seconds?: number): void {
    this.calls.inc({ service, status });
    if (seconds !== undefined) this.durations.observe({ service }, seconds);
  }

  /** `usd` spent on a call, 0 or more. */
  spend(service: Service, usd: number): void {
    this.cost.inc({ service, unit: 'USD' }, usd);
  }

  /** Tokens of a call by kind; `model` is a configured name, never a client's. */
  countTokens(service: Service, model: string, tokens: Readonly<Record<string, number>>): void {
    for (const [kind, count] of Object.entries(tokens)) this.tokens.inc({ service, model, kind }, count);
  }

  setBreaker(service: Service, state: keyof typeof BREAKER_STATES): void {
    this.breaker.set({ service }, BREAKER_STATES[state]);
  }
}
