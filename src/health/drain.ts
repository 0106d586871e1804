import { Injectable } from '@nestjs/common';

/** Whether the service is on its way out: readiness falls and answers close their connections from then on. */
@Injectable()
export class Drain {
  private begun = false;

  get draining(): boolean {
    return this.begun;
  }

  begin(): void {
    this.begun = true;
  }
}
