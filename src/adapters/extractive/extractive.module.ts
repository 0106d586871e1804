import { Module } from '@nestjs/common';
import { ExtractiveAnalyst } from './extractive.analyst.js';

/** The analyst that needs neither network nor key. */
@Module({ providers: [ExtractiveAnalyst] })
export class ExtractiveModule {}
