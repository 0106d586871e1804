import { FieldPath, type Query } from '@google-cloud/firestore';
import type { PageMark } from '../../analysis/ports/report-repository.port.js';

/** The order of all lists: newest first, the id deciding between equal times. */
export function newestFirst(query: Query, after: PageMark | undefined): Query {
  const ordered = query.orderBy('created_at', 'desc').orderBy(FieldPath.documentId(), 'desc');
  return after ? ordered.startAfter(after.created_at, after.id) : ordered;
}
