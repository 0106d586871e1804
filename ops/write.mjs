import { writeOps } from './generate.ts';

writeOps();
