/** The face of health: what a module needs to add a check, a startup task, or to know that the end is near. */
export { CheckFailed, HealthCheckFor, type CheckFacts, type HealthIndicator } from './health-check.js';
export { Drain } from './drain.js';
export { StartupTaskFor, type StartupTask } from './startup-task.js';
export { HealthRegistry } from './health-registry.js';
