import { DiscoveryService } from '@nestjs/core';

/** Work to be done once after the listener opened and before the service counts as started. */
export interface StartupTask {
  /** Is tried again, with growing pauses, until it succeeds. Must stop when the signal fires. */
  start(signal: AbortSignal): Promise<void>;
}

/** `@StartupTaskFor({ name })` registers a provider as a startup task, from whichever module it stands in. */
export const StartupTaskFor = DiscoveryService.createDecorator<{ readonly name: string }>();
