import type { GenerateContentConfig, GenerateContentResponse, GoogleGenAI } from '@google/genai';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../config/config.js';
import { currentTraceparent } from '../../../tracing/tracing.js';
import { fetchObject } from './fetch-object.js';
import { GeminiFault } from './gemini-fault.js';
import type { Question } from './question.js';

/** The SDK, set up. Retries, time limits and counting are done around it: its own retries ignore what the server asks for. */
@Injectable()
export class GeminiClient {
  readonly model: string;
  readonly hasKey: boolean;
  private sdk: Promise<GoogleGenAI> | undefined;

  constructor(private readonly config: Config) {
    this.model = config.GEMINI_MODEL;
    this.hasKey = config.GEMINI_API_KEY !== undefined;
  }

  /** One request. @throws what the SDK throws; when the signal fires, the socket is closed. */
  async generate(question: Question, signal: AbortSignal): Promise<GenerateContentResponse> {
    const contents = [{ role: 'user', parts: [{ text: question.prompt }] }];
    const { models } = await this.connect();
    return models.generateContent({
      model: this.model,
      contents,
      config: { ...configOf(question), ...traceHeaders(), abortSignal: signal },
    });
  }

  /** Asks for the model's description, which is not billed. */
  async describeModel(signal: AbortSignal): Promise<void> {
    const { models } = await this.connect();
    const { name } = await models.get({ model: this.model, config: { abortSignal: signal } });
    if (name === undefined) throw new GeminiFault('malformed_reply', 200);
  }

  /** Loaded and made late: most of a start without a key would go to it, and it would look for one in the environment. */
  private connect(): Promise<GoogleGenAI> {
    return (this.sdk ??= this.load());
  }

  private async load(): Promise<GoogleGenAI> {
    const { GEMINI_API_KEY, GEMINI_BASE_URL, GEMINI_API_VERSION } = this.config;
    if (GEMINI_API_KEY === undefined) throw new Error('GEMINI_API_KEY is not set.');
    const { GoogleGenAI } = await import('@google/genai');
    return new GoogleGenAI({
      apiKey: GEMINI_API_KEY,
      vertexai: false,
      apiVersion: GEMINI_API_VERSION,
      // Without it the SDK takes a hidden dispatcher of Node's, to lift limits below which GEMINI_TIMEOUT stays.
      httpOptions: { baseUrl: GEMINI_BASE_URL, fetch: fetchObject },
    });
  }
}

/** So that a proxy, or the upstream, can tell of the same trace; nothing where tracing is off. */
function traceHeaders(): GenerateContentConfig {
  const traceparent = currentTraceparent();
  return traceparent === undefined ? {} : { httpOptions: { headers: { traceparent } } };
}

function configOf({ system, schema, maxOutputTokens, search }: Question): GenerateContentConfig {
  return {
    systemInstruction: system,
    maxOutputTokens,
    // On by default, it would turn one call into several, each billed.
    automaticContinuation: false,
    ...(schema && { responseMimeType: 'application/json', responseJsonSchema: schema }),
    ...(search && { tools: [{ googleSearch: {} }] }),
  };
}
