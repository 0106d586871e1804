import type { AnalysisRequest } from '../../analysis/analysis.js';

/** Warnings of what was asked for and this engine does not do. Its model and its playbooks know English only. */
export function ignoredWishes({ language, research, sources }: AnalysisRequest): string[] {
  const english = /^en\b/i.test(language);
  return [
    ...(english ? [] : [`The extractive engine writes English only; the language ${language} was not used.`]),
    ...(english || sources.length === 0
      ? []
      : ['The extractive engine reads English sources only; other sentences are left out.']),
    ...(research === 'web' ? ['The extractive engine works offline; the web was not searched.'] : []),
  ];
}
