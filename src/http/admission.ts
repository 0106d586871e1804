import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';
import type { Overload } from '../metrics/metrics.js';
import { routeOf } from '../request-context/request-route.js';
import { BodyRoom, bodyRoom } from './body-room.js';
import type { OverloadPeriod } from './overload-period.js';
import { Pressure } from './pressure.js';

type Limits = Pick<
  Config,
  'MAX_IN_FLIGHT' | 'MAX_BODY_SHARE' | 'MAX_EVENT_LOOP_DELAY_MS' | 'MAX_MEMORY_SHARE'
>;

/** Refuses requests while there is more work than can be done, before any is done for them. */
export class Admission {
  readonly bodies: BodyRoom;
  private readonly pressure: Pressure;
  private readonly mostInFlight: number;

  /**
   * @param servable how many requests may be open where MAX_IN_FLIGHT is more than that
   * @param inFlight how many requests have no whole answer yet, the one in question among them
   */
  constructor(
    limits: Limits,
    servable: number,
    private readonly inFlight: () => number,
    private readonly period: OverloadPeriod,
  ) {
    this.mostInFlight = Math.min(limits.MAX_IN_FLIGHT, servable);
    this.bodies = new BodyRoom(bodyRoom(limits.MAX_BODY_SHARE));
    this.pressure = new Pressure(limits, () => period.look());
  }

  /** Lets probes and scrapes pass: they tell of the overload. @throws AppError `overloaded` */
  admit(request: FastifyRequest): void {
    const overload = this.overload();
    if (overload === null || routeOf(request).url?.startsWith('/health/')) return;
    this.refuse(overload);
  }

  /** To be asked last, so that nobody takes room for a body that is refused all the same. @throws AppError `overloaded` */
  admitBody(request: FastifyRequest, reply: FastifyReply): void {
    if (!this.bodies.take(request, reply)) this.refuse('body_bytes');
  }

  /** For a connection that was closed at once, since there were too many. */
  droppedConnection(): void {
    this.period.refused('connections', this.inFlight());
  }

  stop(): void {
    this.pressure.stop();
  }

  private refuse(overload: Overload): never {
    this.period.refused(overload, this.inFlight());
    throw new AppError('overloaded', 'The service has more work than it can take just now.', {
      retryable: true,
      reported: true,
    });
  }

  private overload(): Overload | null {
    return this.pressure.excess ?? (this.inFlight() > this.mostInFlight ? 'requests_in_flight' : null);
  }
}
