/** The task of the call that searches the web. */
export const researchPrompt = (titles: readonly string[], notes: number): string => `Task
Search the web for what is known of the company named in the data, as evidence for these analyses: ${titles.join(', ')}.
Look for its own reports and filings, for statistics, and for news of the last two years: products, customers, competitors,
suppliers, prices, rules, technology. Prefer primary sources.

Give up to ${notes} notes. Each note is one sentence that states one fact with its date and figures as the page gives them,
and stands on its own. Leave out opinions, forecasts without an author, and whatever no page supports.`;
