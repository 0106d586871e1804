import { Injectable } from '@nestjs/common';
import { Inventory, type InventoryCounts } from '../../analysis/ports/inventory.port.js';
import { FirestoreCalls } from './firestore-calls.js';

/** Counted through the indexes: one read for each thousand documents. */
@Injectable()
export class FirestoreInventory extends Inventory {
  constructor(private readonly calls: FirestoreCalls) {
    super();
  }

  override async counts(): Promise<InventoryCounts> {
    const [reports, jobs, usage] = await Promise.all(
      ['reports', 'jobs', 'usage'].map((name) => this.count(name)),
    );
    return { reports: reports ?? 0, jobs: jobs ?? 0, usage: usage ?? 0 };
  }

  private async count(collection: string): Promise<number> {
    const counted = await this.calls.read((firestore) => firestore.collection(collection).count().get());
    return counted.data().count;
  }
}
