import { randomUUID } from 'node:crypto';
import type { DocumentData, QueryDocumentSnapshot } from '@google-cloud/firestore';
import { Injectable } from '@nestjs/common';
import { isReportId } from '../../analysis/analysis.js';
import {
  type ReportPage,
  type ReportQuery,
  type ReportRecord,
  ReportRepository,
} from '../../analysis/ports/report-repository.port.js';
import { AppError } from '../../errors/errors.js';
import { FirestoreCalls } from './firestore-calls.js';
import { newestFirst } from './newest-first.js';
import { ownedBy } from './owned-by.js';

const COLLECTION = 'reports';

/** Names are compared without regard to case and to how accents are composed. */
const companyKey = (company: string) => company.normalize('NFKC').toLocaleLowerCase('en');

/** One document for each report in the collection `reports`. */
@Injectable()
export class FirestoreReportRepository extends ReportRepository {
  constructor(private readonly calls: FirestoreCalls) {
    super();
  }

  override async add(record: ReportRecord): Promise<void> {
    const reference = this.document(record.id);
    const writeId = randomUUID();
    const document = { ...record, company_key: companyKey(record.company), write_id: writeId };
    if (await this.calls.commit((batch) => batch.create(reference, document))) return;
    const standing = await this.calls.read(() => reference.get());
    if (standing.get('write_id') !== writeId) throw new AppError('conflict', 'This report exists already.');
  }

  override async find(id: string, client: string): Promise<ReportRecord | null> {
    if (!isReportId(id)) return null;
    const found = await this.owned(id, client);
    return found ? toRecord(found.data()) : null;
  }

  override async has(id: string, client: string): Promise<boolean> {
    return (await this.find(id, client)) !== null;
  }

  override async list({ client, company, limit, after }: ReportQuery): Promise<ReportPage> {
    const found = await this.calls.read((firestore) => {
      const own = firestore.collection(COLLECTION).where('client', '==', client);
      const wanted = company === undefined ? own : own.where('company_key', '==', companyKey(company));
      return newestFirst(wanted, after)
        .limit(limit + 1)
        .get();
    });
    const records = found.docs.slice(0, limit).map((each) => toRecord(each.data()));
    const last = found.size > limit ? records.at(-1) : undefined;
    return { records, next: last ? { created_at: last.created_at, id: last.id } : null };
  }

  override async remove(id: string, client: string): Promise<boolean> {
    if (!isReportId(id)) return false;
    const found = await this.owned(id, client);
    if (!found) return false;
    // A report is never changed: where it is no longer what it was, it is gone.
    await this.calls.commit((batch) => batch.delete(found.ref, { lastUpdateTime: found.updateTime }));
    return true;
  }

  override async registered(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const references = ids.filter(isReportId).map((id) => this.document(id));
    if (references.length === 0) return new Set();
    const found = await this.calls.read((firestore) =>
      firestore.getAll(...references, { fieldMask: ['client'] }),
    );
    return new Set(found.filter(({ exists }) => exists).map(({ id }) => id));
  }

  override async oldest(): Promise<Date | null> {
    const { docs } = await this.calls.read((firestore) =>
      firestore.collection(COLLECTION).orderBy('created_at').limit(1).get(),
    );
    return docs[0] ? new Date(toRecord(docs[0].data()).created_at) : null;
  }

  private async owned(id: string, client: string): Promise<QueryDocumentSnapshot | undefined> {
    return (await this.calls.read(() => ownedBy(client, this.document(id)).get())).docs[0];
  }

  private document(id: string) {
    return this.calls.client.collection(COLLECTION).doc(id);
  }
}

function toRecord({ company_key: _key, write_id: _write, ...record }: DocumentData): ReportRecord {
  return record as ReportRecord;
}
