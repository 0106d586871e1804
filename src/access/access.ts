/** The face of access: who may call what, and how often. */
export { AudienceOf, type Audience } from './audience.js';
export { RateLimiter } from './rate-limiter.js';
export { ANONYMOUS } from './access.guard.js';
