/** What a model must know of PESTEL beyond its questions. */
export const PESTEL_PROMPT = `Apply PESTEL to the environment of the company: forces outside it that it cannot control.
- Political: governments, trade policy, tariffs, sanctions, subsidies, stability.
- Economic: growth, inflation, interest and exchange rates, wages, prices of energy and materials, demand.
- Social: demography, habits, attitudes, health, education, the labour market.
- Technological: new technologies, automation, research, infrastructure, cyber security.
- Environmental: climate, weather, emissions, resources, waste. A law on emissions is legal, its subject environmental:
  take the part on which the passage lays its weight.
- Legal: laws, regulation, licences, litigation, liability, intellectual property.
Say in each statement what the factor does to the company or its industry. What the company itself does is no factor.`;
