import { Injectable } from '@nestjs/common';
import { unlessAborted } from '../../../analysis/analysis.js';
import { Config } from '../../../config/config.js';
import type { CallUsage } from '../money/cost.js';
import { CallPolicy } from './call-policy.js';
import { CallRecord } from './call-record.js';
import { faultOf } from './fault-of.js';
import { GeminiClient } from './gemini-client.js';
import { GeminiFault } from './gemini-fault.js';
import { type Question, worstCaseOf } from './question.js';
import { refusalOf } from './refusals.js';
import { type Reply, readReply } from './reply.js';
import { UpstreamState } from './upstream-state.js';

const OK = 200;

/** A reply and what it cost; null where the model is unpriced. */
export interface BilledReply extends Reply {
  readonly usage: CallUsage;
  /** The answer did not say what it used: the usage, and so the price, is the most that it can be. */
  readonly estimated: boolean;
  readonly usd: number | null;
}

/** Calls to Gemini: bounded in number and time, retried, counted. */
@Injectable()
export class GeminiCalls {
  readonly policy: CallPolicy;
  private readonly timeoutMs: number;

  constructor(
    private readonly client: GeminiClient,
    private readonly state: UpstreamState,
    private readonly record: CallRecord,
    config: Config,
  ) {
    this.timeoutMs = config.GEMINI_TIMEOUT * 1000;
    this.policy = new CallPolicy(config.GEMINI_MAX_CONCURRENCY, (circuit) => record.circuit(circuit));
  }

  /**
   * Asks until there is an answer, usable or not.
   * @throws AppError `upstream_error`, `engine_unavailable`, `overloaded`; the signal's reason once it fires
   */
  async ask(question: Question, signal: AbortSignal): Promise<BilledReply> {
    try {
      const reply = await this.policy.run((number) => this.attempt(question, number, signal), signal);
      this.state.succeeded();
      return this.billed(reply, question);
    } catch (error) {
      if (!(error instanceof GeminiFault)) throw error;
      this.state.failed(error);
      if (error.reason === 'malformed_reply') return this.billed(NO_REPLY, question);
      throw refusalOf(error);
    }
  }

  /** What an answer does not say is billed all the same, and must not be missing in any budget. */
  private billed(reply: Reply, question: Question): BilledReply {
    const estimated = reply.usage === null;
    const usage = reply.usage ?? worstCaseOf(question);
    return { ...reply, usage, estimated, usd: this.record.billed(usage, estimated) };
  }

  /** One try. Our own time limit and the caller's signal abort alike; which of them it was, they tell themselves. */
  private async attempt(question: Question, number: number, signal: AbortSignal): Promise<Reply> {
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const bounded = AbortSignal.any([signal, timeout]);
    const call = async () => replyOf(await unlessAborted(this.client.generate(question, bounded), bounded));
    try {
      return await this.record.observe(call, signal);
    } catch (error) {
      signal.throwIfAborted();
      const fault = timeout.aborted ? new GeminiFault('timeout', 0) : faultOf(error);
      this.record.failed(fault, number);
      throw fault;
    }
  }
}

/** What an answer amounts to that is none of a model: nobody knows what it cost, so that it is not sent again unasked. */
const NO_REPLY: Reply = { text: '', problem: 'reply_invalid', usage: null, grounding: undefined };

/** @throws GeminiFault where the answer is none of a model */
function replyOf(answer: unknown): Reply {
  const reply = readReply(answer);
  if (reply === null) throw new GeminiFault('malformed_reply', OK);
  return reply;
}
