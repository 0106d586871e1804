import { Body, Controller, Get, Put, VERSION_NEUTRAL } from '@nestjs/common';
import { AudienceOf } from '../access/access.js';
import { ZodPipe } from '../errors/zod.pipe.js';
import { Describe } from '../openapi/openapi.js';
import { Faults } from './faults.js';
import { readFaultsOperation, setFaultsOperation } from './faults.openapi.js';
import { type FaultsBody, faultsSchema } from './faults.schema.js';

/** What is to go wrong, for rehearsals. Exists only with FAULT_INJECTION. */
@Controller({ path: 'health/faults', version: VERSION_NEUTRAL })
export class FaultsController {
  constructor(private readonly faults: Faults) {}

  @Describe(readFaultsOperation)
  @AudienceOf('operator')
  @Get()
  read(): FaultsBody {
    return this.faults.current;
  }

  @Describe(setFaultsOperation)
  @AudienceOf('operator', { act: 'set_faults', target: () => 'faults' })
  @Put()
  set(@Body(new ZodPipe(faultsSchema)) faults: FaultsBody): FaultsBody {
    this.faults.set(faults);
    return this.faults.current;
  }
}
