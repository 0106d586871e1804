import { Injectable } from '@nestjs/common';
import { roundUsd } from '../../../analysis/analysis.js';
import { Config, type TokenPrice } from '../../../config/config.js';
import { type CallUsage, costOf, priceOf } from './cost.js';

/** What calls to the configured model cost today. */
@Injectable()
export class Pricing {
  constructor(private readonly config: Config) {}

  /** Null: the model is in no price table, and what a call costs is unknown. */
  get price(): TokenPrice | null {
    return priceOf(this.config.GEMINI_PRICES, this.config.GEMINI_MODEL, new Date());
  }

  /** USD; null where the model is unpriced. */
  costOf(usage: CallUsage): number | null {
    const { price } = this;
    return price && roundUsd(costOf(usage, price));
  }
}
