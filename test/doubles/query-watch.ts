import { readFileSync } from 'node:fs';
import { Firestore } from '@google-cloud/firestore';

interface Structured {
  readonly from: readonly { readonly collectionId: string }[];
  readonly where?: Filter;
  readonly orderBy?: readonly {
    readonly field: { readonly fieldPath: string };
    readonly direction: string;
  }[];
}
interface Filter {
  readonly compositeFilter?: { readonly filters: readonly Filter[] };
  readonly fieldFilter?: { readonly field: { readonly fieldPath: string }; readonly op: string };
}
interface SentQuery {
  readonly structuredQuery?: Structured;
  readonly structuredAggregationQuery?: { readonly structuredQuery: Structured };
}
/** Inside the client, every call that is answered by a stream goes through it. */
type Send = (method: string, bidirectional: boolean, request: SentQuery, ...rest: unknown[]) => unknown;

interface Declared {
  readonly indexes: readonly {
    readonly collectionGroup: string;
    readonly fields: readonly { readonly fieldPath: string; readonly order: string }[];
  }[];
}

/**
 * Notes every query that the client sends, and tells which composite indexes they need: the emulator knows none and
 * answers all, while Firestore refuses, https://firebase.google.com/docs/firestore/query-data/index-overview.
 */
export class QueryWatch {
  private readonly sent = new Set<string>();

  constructor() {
    const client = Firestore.prototype as unknown as { requestStream: Send };
    const { requestStream } = client;
    const note = (request: SentQuery) => this.note(request);
    client.requestStream = function (this: unknown, method, bidirectional, request, ...rest) {
      note(request);
      return requestStream.call(this, method, bidirectional, request, ...rest);
    };
  }

  /** `collection: field order, …`, sorted; equalities come first, in the order of their names. */
  needed(): string[] {
    return [...this.sent].sort();
  }

  declared(): string[] {
    const { indexes } = JSON.parse(readFileSync('firestore.indexes.json', 'utf8')) as Declared;
    return indexes
      .map(({ collectionGroup, fields }) =>
        line(
          collectionGroup,
          fields.map(({ fieldPath, order }) => `${fieldPath} ${order}`),
        ),
      )
      .sort();
  }

  private note({ structuredQuery, structuredAggregationQuery: aggregation }: SentQuery): void {
    const query = structuredQuery ?? aggregation?.structuredQuery;
    if (!query) return;
    const { from, where, orderBy = [] } = query;
    const filters = (where?.compositeFilter?.filters ?? (where ? [where] : [])).map(
      ({ fieldFilter }) => fieldFilter!,
    );
    const nameOf = ({ field }: { field: { fieldPath: string } }) => field.fieldPath;
    const equal = filters.filter(({ op }) => op === 'EQUAL').map(nameOf);
    const ordered = orderBy.filter((order) => nameOf(order) !== '__name__');
    const directions = new Map(ordered.map((order) => [nameOf(order), order.direction]));
    for (const filter of filters)
      if (filter.op !== 'EQUAL' && !directions.has(nameOf(filter)))
        directions.set(nameOf(filter), 'ASCENDING');
    // Fields that are only compared for equality are found through the indexes that every field has.
    if (directions.size === 0 || equal.length + directions.size < 2) return;
    const fields = equal.sort().map((name) => `${name} ASCENDING`);
    for (const [name, direction] of directions) fields.push(`${name} ${direction}`);
    this.sent.add(line(from[0]!.collectionId, fields));
  }
}

const line = (collection: string, fields: readonly string[]) => `${collection}: ${fields.join(', ')}`;
