/** The task of the last call; the statements stand before it. */
export const synthesisPrompt = (recommendations: number, nextSteps: number): string => `Task
Above stand the statements of all frameworks, each with its reference and its quotes. Read them together: what one framework
shows, another may explain or contradict.
- recommendations: up to ${recommendations}, most important first. Each says what the company should do and why, names in
  based_on the references of one to four statements that it rests on, and has a priority. It may hold a figure only when a
  quote of those statements holds it. A recommendation that would fit every company is none. Where the statements carry
  no recommendation, give none.
- next_steps: up to ${nextSteps}. What to find out or decide next, first of all where the evidence was insufficient.`;
