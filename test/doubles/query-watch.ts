import { readFileSync } from 'node:fs';
import { Firestore } from '@google-cloud/firestore';

interface Structured {
  readonly from: readonly { readonly collectionId: string; readonly allDescendants?: boolean }[];
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

/** What is asked of the index of one field; found by equality, either order will do. */
interface Lookup {
  readonly collectionGroup: string;
  readonly queryScope: string;
  readonly fieldPath: string;
  readonly order?: string;
}
/** In place of the indexes that every field has. */
export interface FieldOverride {
  readonly collectionGroup: string;
  readonly fieldPath: string;
  readonly indexes: readonly { readonly queryScope: string; readonly order?: string }[];
}
const EVERY_FIELD = ['ASCENDING', 'DESCENDING'].map((order) => ({ queryScope: 'COLLECTION', order }));

interface Declared {
  readonly indexes: readonly {
    readonly collectionGroup: string;
    readonly fields: readonly { readonly fieldPath: string; readonly order: string }[];
  }[];
  readonly fieldOverrides: readonly FieldOverride[];
}
const read = () => JSON.parse(readFileSync('firestore.indexes.json', 'utf8')) as Declared;

/**
 * Notes every query that the client sends, and tells which composite indexes they need, and which fields they go by that
 * are kept out of the indexes: the emulator knows none and answers all, while Firestore refuses,
 * https://firebase.google.com/docs/firestore/query-data/index-overview.
 */
export class QueryWatch {
  private readonly sent = new Set<string>();
  private readonly lookups = new Map<string, Lookup>();

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
    return read()
      .indexes.map(({ collectionGroup, fields }) =>
        line(
          collectionGroup,
          fields.map(({ fieldPath, order }) => `${fieldPath} ${order}`),
        ),
      )
      .sort();
  }

  /** `collection: field order` of each that a query goes by without a composite index, and that no index of its own is left for. */
  unindexed(overrides = read().fieldOverrides): string[] {
    const missing = [...this.lookups].filter(([, { collectionGroup, fieldPath, queryScope, order }]) => {
      const own = overrides.find(
        (each) => each.collectionGroup === collectionGroup && each.fieldPath === fieldPath,
      );
      return !(own?.indexes ?? EVERY_FIELD).some(
        (index) => index.queryScope === queryScope && index.order && index.order === (order ?? index.order),
      );
    });
    return missing.map(([text]) => text).sort();
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
    const { collectionId: collectionGroup, allDescendants } = from[0]!;
    // Fields that are only compared for equality are found through the indexes that every field has.
    if (directions.size === 0 || equal.length + directions.size < 2) {
      const queryScope = allDescendants ? 'COLLECTION_GROUP' : 'COLLECTION';
      for (const fieldPath of equal) this.look({ collectionGroup, queryScope, fieldPath });
      for (const [fieldPath, order] of directions)
        this.look({ collectionGroup, queryScope, fieldPath, order });
      return;
    }
    const fields = equal.sort().map((name) => `${name} ASCENDING`);
    for (const [name, direction] of directions) fields.push(`${name} ${direction}`);
    this.sent.add(line(collectionGroup, fields));
  }

  private look(lookup: Lookup): void {
    const { collectionGroup, queryScope, fieldPath, order } = lookup;
    const scope = queryScope === 'COLLECTION' ? '' : ` in ${queryScope}`;
    this.lookups.set(line(collectionGroup, [`${fieldPath}${order ? ` ${order}` : ''}${scope}`]), lookup);
  }
}

const line = (collection: string, fields: readonly string[]) => `${collection}: ${fields.join(', ')}`;
