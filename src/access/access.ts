/** The face of access: who may call what, and how often. */
export { AudienceOf, audienceOf, type Audience } from './audience.js';
export { allowanceOf } from './client-address.js';
export { RateLimiter } from './rate-limiter.js';
export { AccessControl } from './access-control.js';
export { ANONYMOUS } from '../config/config.js';
