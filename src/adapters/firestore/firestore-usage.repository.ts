import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Firestore, WriteBatch } from '@google-cloud/firestore';
import { Injectable } from '@nestjs/common';
import {
  type UsageEntry,
  UsageRepository,
  type UsageSum,
} from '../../analysis/ports/usage-repository.port.js';
import { AppError } from '../../errors/errors.js';
import { documentName } from './document-name.js';
import { FirestoreCalls } from './firestore-calls.js';
import { additionOf, type DaySums, foldSums } from './usage-sums.js';

const ENTRIES = 'usage';
const DAYS = 'usage_days';
/** A document takes about one write a second for long; a client's day is spread over so many. */
const SHARDS = 10;
const ROUNDS = 10;

/**
 * What clients used: in `usage` one document an entry, so that each counts once, and in `usage_days` the sums of each
 * client and day, in several documents that are added up when they are read. Both are written at once or not at all: an
 * entry that is known already keeps its sum from being added to again.
 */
@Injectable()
export class FirestoreUsageRepository extends UsageRepository {
  constructor(private readonly calls: FirestoreCalls) {
    super();
  }

  override async add(entries: readonly UsageEntry[]): Promise<number> {
    let fresh = entries;
    for (let round = 1; fresh.length > 0; round += 1) {
      if (await this.calls.commit((batch, firestore) => fillIn(batch, firestore, fresh))) return fresh.length;
      if (round === ROUNDS)
        throw new AppError('overloaded', 'The register cannot take this just now.', { retryable: true });
      fresh = await this.unknown(fresh);
      await sleep(randomInt(20 * round));
    }
    return 0;
  }

  override async sums(client: string, from: string, to: string): Promise<readonly UsageSum[]> {
    const found = await this.calls.read((firestore) =>
      firestore
        .collection(DAYS)
        .where('client', '==', client)
        .where('day', '>=', from)
        .where('day', '<=', to)
        .orderBy('day')
        .get(),
    );
    return foldSums(found.docs.map((each) => each.data() as DaySums));
  }

  override async spentUsd(client: string, day: string): Promise<number> {
    const found = await this.calls.read((firestore) =>
      firestore.collection(DAYS).where('client', '==', client).where('day', '==', day).get(),
    );
    const sums = foldSums(found.docs.map((each) => each.data() as DaySums));
    return sums.reduce((usd, each) => usd + each.usd, 0);
  }

  private async unknown(entries: readonly UsageEntry[]): Promise<readonly UsageEntry[]> {
    const found = await this.calls.read((firestore) =>
      firestore.getAll(...entries.map((each) => entryDocument(firestore, each)), { fieldMask: ['day'] }),
    );
    return entries.filter((_entry, index) => !found[index]?.exists);
  }
}

const entryDocument = (firestore: Firestore, { id }: UsageEntry) =>
  firestore.collection(ENTRIES).doc(documentName(id));

function fillIn(batch: WriteBatch, firestore: Firestore, entries: readonly UsageEntry[]): void {
  const shard = randomInt(SHARDS);
  for (const entry of entries) {
    const { client, day } = entry;
    const name = documentName(client, day, String(shard));
    batch.create(entryDocument(firestore, entry), entry);
    batch.set(firestore.collection(DAYS).doc(name), { client, day, ...additionOf(entry) }, { merge: true });
  }
}
