import type { FrameworkName } from '../frameworks/frameworks.js';

export interface UsageFigures {
  /** Analyses made; what is served from the cache was made before. */
  readonly analyses: number;
  readonly calls: number;
  /** Of the calls, those to a model without a price: they count as 0 USD. */
  readonly unpriced_calls: number;
  readonly tokens: number;
  readonly usd: number;
}

/** Where figures belong. */
export interface UsageSlot {
  /** UTC, e.g. `2026-11-24`. */
  readonly day: string;
  /** Null: the analysis as a whole, e.g. its synthesis. */
  readonly framework: FrameworkName | null;
}

/** Something that a client used: a paid call, or a finished analysis. */
export interface UsageEntry extends UsageFigures, UsageSlot {
  /** Each counts once, however often it is added. */
  readonly id: string;
  readonly client: string;
}

export interface UsageSum extends UsageFigures, UsageSlot {}

/** What clients used. Entries are added and never changed. */
export abstract class UsageRepository {
  /** All of them or none; those whose id is known already are left out. @returns how many were new */
  abstract add(entries: readonly UsageEntry[]): Promise<number>;
  /** A client's sums, the days in order; the first and the last day are included. */
  abstract sums(client: string, from: string, to: string): Promise<readonly UsageSum[]>;
  /** What a client's calls of a day cost. Asked before each paid call where there is a budget. */
  abstract spentUsd(client: string, day: string): Promise<number>;
}
