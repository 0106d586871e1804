import { number } from './variable.js';

/** From where on requests are refused unread. */
export const OVERLOAD = {
  MAX_IN_FLIGHT: number(
    { min: 1, max: 100_000 },
    2000,
    'Requests that may be open at once, event streams among them; further ones are answered 503 overloaded. Probes and scrapes always get their answer.',
  ),
  MAX_BODY_SHARE: number(
    { min: 0, max: 1, whole: false },
    0.05,
    'Of the heap’s limit, or of the container’s or the machine’s memory if that is less, what the bodies of open requests may take together, as they come over the wire, before further ones are answered 503 overloaded unread; always as much as one body may have.',
  ),
  MAX_EVENT_LOOP_DELAY_MS: number(
    { min: 0, max: 60_000 },
    1000,
    'Milliseconds by which the event loop may be late, averaged over about ten times as long, before requests are answered 503 overloaded; 0 sets no limit.',
  ),
  MAX_MEMORY_SHARE: number(
    { min: 0.1, max: 1, whole: false },
    0.95,
    'Of the heap’s limit, and of the container’s or the machine’s memory, in use before requests are answered 503 overloaded; 1 sets no limit.',
  ),
};
