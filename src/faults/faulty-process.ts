import { getHeapStatistics } from 'node:v8';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Config } from '../config/config.js';
import { FaultInjected, Faults } from './faults.js';

const EVERY_MS = 1000;
/** Some 800 kB on the heap. */
const CHUNK = 100_000;

/** What goes wrong in the process itself: routes, the event loop, the heap, and what it believes that Gemini costs. */
@Injectable()
export class FaultyProcess implements OnModuleInit, OnApplicationShutdown {
  private held: number[][] = [];
  private blocking: NodeJS.Timeout | undefined;

  constructor(
    private readonly faults: Faults,
    private readonly config: Config,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance().addHook('preHandler', (request, _reply, done) => {
      const spared = request.routeOptions.url?.startsWith('/health') ?? false;
      const fails = !spared && Math.random() < this.faults.current.failing_share;
      done(fails ? new FaultInjected('the route fails') : undefined);
    });
    this.faults.follow((now, before) => {
      if (now.loop_block_ms !== before.loop_block_ms) this.blockLoop(now.loop_block_ms);
      if (now.heap_share !== before.heap_share) this.fillHeap(now.heap_share);
      this.raisePrices(now.price_factor / before.price_factor);
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.blocking);
  }

  private blockLoop(milliseconds: number): void {
    clearInterval(this.blocking);
    if (milliseconds === 0) return;
    this.blocking = setInterval(() => {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    }, EVERY_MS).unref();
  }

  private fillHeap(share: number): void {
    this.held = [];
    const used = () => getHeapStatistics().used_heap_size / getHeapStatistics().heap_size_limit;
    while (share > 0 && used() < share) this.held.push(new Array<number>(CHUNK).fill(Math.random()));
  }

  /** In the settings themselves: estimates, budgets, reports and metrics follow, as with a price that Google raised. */
  private raisePrices(by: number): void {
    for (const price of Object.values(this.config.GEMINI_PRICES).flat()) {
      const { input, cached, output, search } = price;
      Object.assign(price, { input: input * by, cached: cached * by, output: output * by });
      if (search !== undefined) Object.assign(price, { search: search * by });
    }
  }
}
