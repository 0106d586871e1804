/** The face of the API's description: `@Describe` each route beside its schemas, nothing else is to be registered. */
export { Describe, type Operation, OPERATIONS, type Tag } from './operation.js';
