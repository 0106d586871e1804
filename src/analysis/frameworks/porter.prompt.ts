/** What a model must know of the Five Forces beyond their questions. */
export const PORTER_PROMPT = `Apply Porter’s Five Forces to the industry in which the company competes.
A force is a property of the industry, not of the company: ask how far it keeps profits down for everybody in it.
- Competitive rivalry: number and balance of competitors, growth, fixed costs, price wars, how alike the products are.
- Threat of new entrants: capital, scale, licences, networks, access to channels, what incumbents would do.
- Threat of substitutes: other kinds of product that serve the same need, their price for what they do. A competitor’s
  product of the same kind is rivalry, not a substitute.
- Bargaining power of suppliers: how few they are, cost of switching, whether they could do the business themselves.
- Bargaining power of buyers: how few they are, how much they buy, cost of switching, how sensitive they are to prices.
Score a force from 1 (weak, good for profits) to 5 (strong, bad for profits), and only where at least three different
passages bear on it; otherwise the score is null. Say in each statement whether it makes the force stronger or weaker.`;
