/** What a model must know of SWOT beyond its questions. */
export const SWOT_PROMPT = `Apply SWOT to the company.
Strengths and weaknesses lie inside the company and are true today: resources, skills, position, finances. Opportunities
and threats lie outside it and bear on its future: markets, competitors, technology, rules, the economy.
- A plan or an investment of the company is no opportunity; the development that it answers to is one.
- What the company says in praise of itself is a strength only where a fact or a figure backs it.
- The same fact stands in one part only. A risk inside the company is a weakness, one from outside a threat.
Prefer what is particular to this company over what is true of every company.`;
