import type { DiscoverableDecorator, DiscoveryService } from '@nestjs/core';
import { CannotStart } from '../errors/errors.js';

/** A provider that carries a decorator, and the decorator's options. */
export interface Discovered<T, O> {
  readonly instance: T;
  readonly options: O;
}

/**
 * Every provider with the decorator, in the order of their names.
 * @throws CannotStart at boot where two carry one name, saying what to do.
 */
export function discover<T, O extends { readonly name: string }>(
  discovery: DiscoveryService,
  decorator: DiscoverableDecorator<O>,
): Discovered<T, O>[] {
  const found = discovery
    .getProviders({ metadataKey: decorator.KEY })
    .flatMap((wrapper) => {
      const options = discovery.getMetadataByDecorator(decorator, wrapper);
      return options ? [{ instance: wrapper.instance as T, options }] : [];
    })
    .sort((left, right) => left.options.name.localeCompare(right.options.name));
  found.forEach(({ options }, index) => {
    if (found[index + 1]?.options.name === options.name) {
      const owners = found.filter((other) => other.options.name === options.name);
      const names = owners.map(({ instance }) => (instance as object).constructor.name).join(' and ');
      throw new CannotStart(`${names} both register "${options.name}": rename one of them in its decorator.`);
    }
  });
  return found;
}
