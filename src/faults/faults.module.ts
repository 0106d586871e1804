import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Faults } from './faults.js';
import { FaultsController } from './faults.controller.js';
import { FaultyBackends } from './faulty-backends.js';
import { FaultyProcess } from './faulty-process.js';

/** Faults on purpose. Loaded only with FAULT_INJECTION, which production refuses. */
@Module({
  imports: [DiscoveryModule],
  controllers: [FaultsController],
  providers: [Faults, FaultyBackends, FaultyProcess],
})
export class FaultsModule {}
