/** What a model must know of the four actions beyond their questions. */
export const BLUE_OCEAN_PROMPT = `Apply the four actions framework of Blue Ocean Strategy to the factors on which the industry competes.
A factor is something that customers get and that costs money to offer: price, range, service, speed, locations, design.
- Eliminate: a factor that the industry takes for granted and that the evidence shows to be of little worth to customers.
- Reduce: a factor in which the industry does more than customers want to pay for.
- Raise: a factor in which customers have to accept less than they want.
- Create: something that nobody in the industry offers and for which the evidence shows a need.
Each statement names the factor, the action, and what in the evidence speaks for it. Do not praise what the company does
already: an action is a change. Where the evidence shows no need for a change, leave the part empty.`;
