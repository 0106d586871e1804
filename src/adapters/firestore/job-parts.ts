import { randomUUID } from 'node:crypto';
import type {
  CollectionReference,
  DocumentReference,
  QuerySnapshot,
  WriteBatch,
} from '@google-cloud/firestore';
import type { AnalysisRequest } from '../../analysis/analysis.js';
import type { KeptStage } from '../../analysis/ports/job-repository.port.js';

/** A document holds at most 1 MiB (1,048,576 bytes), https://firebase.google.com/docs/firestore/quotas. */
const CHUNK_BYTES = 900_000;

type Kind = 'request' | 'stage';

interface Chunk {
  readonly kind: Kind;
  /** Of the stage; empty for the request. */
  readonly name: string;
  /** The same for all chunks of one value. */
  readonly value: string;
  readonly index: number;
  readonly bytes: Buffer;
}

/**
 * What is large of a job, in `job_parts` below its row: the request with its sources, and the results of finished stages.
 * Each is JSON, cut into documents of at most 900,000 bytes: a request of 1 MiB takes two. They come and go in the commits
 * that change the row, so that the row's precondition guards them too.
 */
export class JobParts {
  private readonly collection: CollectionReference;

  constructor(row: DocumentReference) {
    this.collection = row.collection('job_parts');
  }

  addRequest(batch: WriteBatch, request: AnalysisRequest): void {
    this.add(batch, 'request', '', request);
  }

  addStage(batch: WriteBatch, { name, result }: KeptStage): void {
    this.add(batch, 'stage', name, result ?? null);
  }

  async request(): Promise<AnalysisRequest | null> {
    const [request] = valuesOf(await this.collection.where('kind', '==', 'request').get());
    return request ? (request.result as AnalysisRequest) : null;
  }

  /** The first result of a stage stays. */
  async stages(): Promise<KeptStage[]> {
    const stages = new Map<string, KeptStage>();
    for (const stage of valuesOf(await this.collection.where('kind', '==', 'stage').get()))
      if (!stages.has(stage.name)) stages.set(stage.name, stage);
    return [...stages.values()];
  }

  /** To be removed with the commit that ends the job. */
  async references(): Promise<DocumentReference[]> {
    return (await this.collection.select().get()).docs.map(({ ref }) => ref);
  }

  private add(batch: WriteBatch, kind: Kind, name: string, content: unknown): void {
    const all = Buffer.from(JSON.stringify(content));
    const value = randomUUID();
    for (let index = 0; index * CHUNK_BYTES < all.length; index += 1) {
      const bytes = all.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
      const chunk: Chunk = { kind, name, value, index, bytes };
      batch.create(this.collection.doc(`${value}.${index}`), chunk);
    }
  }
}

/** Values put together from their chunks, in the order in which they were written. */
function valuesOf(found: QuerySnapshot): KeptStage[] {
  const inOrder = found.docs.toSorted(
    (left, right) =>
      left.createTime.toMillis() - right.createTime.toMillis() || indexOf(left) - indexOf(right),
  );
  const values = Map.groupBy(
    inOrder.map((each) => each.data() as Chunk),
    ({ value }) => value,
  );
  return [...values.values()].map((chunks) => ({
    name: chunks[0]?.name ?? '',
    result: JSON.parse(Buffer.concat(chunks.map(({ bytes }) => bytes)).toString()) as unknown,
  }));
}

const indexOf = (chunk: { get(field: string): unknown }) => Number(chunk.get('index'));
