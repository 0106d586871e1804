import { type AnalysisRequest, effortOf } from '../../../analysis/analysis.js';

/** Bounds on replies in tokens, thoughts included: a model thinks at length before it says little. */
interface ReplyBounds {
  readonly research: number;
  readonly framework: number;
  readonly critique: number;
  readonly synthesis: number;
}

/** How much is done for a request. */
export interface Plan {
  /** Statements for each part of a framework. */
  readonly items: number;
  readonly recommendations: number;
  readonly nextSteps: number;
  /** Notes that a search of the web may give; 0 without research. */
  readonly notes: number;
  /** Whether a second pass judges what the first one stated. */
  readonly critique: boolean;
  readonly replies: ReplyBounds;
}

type ByDepth = Readonly<Record<AnalysisRequest['depth'], Pick<Plan, 'notes' | 'critique' | 'replies'>>>;

const BY_DEPTH: ByDepth = {
  quick: {
    notes: 6,
    critique: false,
    replies: { research: 4096, framework: 6144, critique: 0, synthesis: 4096 },
  },
  standard: {
    notes: 12,
    critique: false,
    replies: { research: 8192, framework: 12_288, critique: 0, synthesis: 8192 },
  },
  deep: {
    notes: 20,
    critique: true,
    replies: { research: 12_288, framework: 24_576, critique: 8192, synthesis: 12_288 },
  },
};

/** The stages of a run in which every first reply can be used. */
export function stagesOf(request: AnalysisRequest): string[] {
  const { notes, critique } = planOf(request);
  return [
    ...(notes > 0 ? ['research'] : []),
    ...request.frameworks,
    ...(critique ? ['critique'] : []),
    'synthesis',
  ];
}

export function planOf(request: AnalysisRequest): Plan {
  const plan = BY_DEPTH[request.depth];
  return { ...plan, ...effortOf(request), notes: request.research === 'web' ? plan.notes : 0 };
}
