import { Injectable, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { BuildInfo } from '../metrics/build-info.js';
import { describedRoutes } from './described-routes.js';

/** The API's own description. Made at the first request and kept as text: nobody pays for it who does not ask. */
@Injectable()
export class ApiDescription {
  private made: Promise<string> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly build: BuildInfo,
  ) {}

  text(): Promise<string> {
    return (this.made ??= this.make());
  }

  private async make(): Promise<string> {
    const { openApiDocument } = await import('./document.js');
    const controllers = this.discovery.getControllers().map(({ metatype }) => metatype as Type);
    // The API first, what operators and readers need after it.
    const routes = describedRoutes(controllers).sort((a, b) => Number(b.versioned) - Number(a.versioned));
    return `${JSON.stringify(openApiDocument(routes, this.build.version), null, 2)}\n`;
  }
}
