import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Config } from '../config/config.js';
import { AppError } from '../errors/errors.js';
import { ENGINE_NAMES, type EngineName } from './analysis-request.js';
import { Analyst } from './ports/analyst.port.js';

export interface EngineState {
  readonly name: EngineName;
  readonly available: boolean;
  /** A reason code where it is not available. */
  readonly reason: string | null;
}

/** Every analyst that some module provides; an adapter is found by what it is, nobody lists it. */
@Injectable()
export class Engines implements OnApplicationBootstrap {
  private readonly analysts = new Map<EngineName, Analyst>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders() as { instance: unknown }[]) {
      if (!(instance instanceof Analyst)) continue;
      const { name } = instance.description;
      const twin = this.analysts.get(name);
      if (twin && twin !== instance)
        throw new Error(`Two analysts are called "${name}": remove or rename one.`);
      this.analysts.set(name, instance);
    }
  }

  /** The engine of this name, whether it can be used now or not. */
  find(name: EngineName): Analyst | undefined {
    return this.analysts.get(name);
  }

  list(): EngineState[] {
    return ENGINE_NAMES.map((name) => {
      const reason = this.reasonAgainst(name);
      return { name, available: reason === null, reason };
    });
  }

  /** @throws AppError `engine_unavailable` */
  choose(wanted: 'auto' | EngineName): Analyst {
    const name = wanted === 'auto' ? this.preferred() : wanted;
    const analyst = this.analysts.get(name);
    const reason = this.reasonAgainst(name);
    if (analyst && reason === null) return analyst;
    throw new AppError(
      'engine_unavailable',
      `The engine "${name}" cannot be used: ${reason ?? 'not_installed'}.`,
      {
        retryable: true,
        retryAfterSeconds: analyst?.secondsToWait() ?? 60,
      },
    );
  }

  /** By what is set up, not by how it does just now: an outage must not change who answers without a word. */
  private preferred(): EngineName {
    const { ANALYSIS_ENGINE } = this.config;
    if (ANALYSIS_ENGINE !== 'auto') return ANALYSIS_ENGINE;
    const reason = this.reasonAgainst('gemini');
    return reason === 'no_api_key' || reason === 'not_installed' ? 'extractive' : 'gemini';
  }

  private reasonAgainst(name: EngineName): string | null {
    const analyst = this.analysts.get(name);
    return analyst ? analyst.unavailableReason() : 'not_installed';
  }
}
