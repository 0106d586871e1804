/** One step each, applied once and in order; a step that was released is never changed. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE reports (
     id TEXT PRIMARY KEY,
     client TEXT NOT NULL,
     company TEXT NOT NULL,
     company_key TEXT NOT NULL,
     frameworks TEXT NOT NULL,
     engine TEXT NOT NULL,
     confidence_score REAL NOT NULL,
     partial INTEGER NOT NULL,
     cost_usd REAL NOT NULL,
     created_at TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX reports_by_client ON reports (client, created_at DESC, id DESC);
   CREATE INDEX reports_by_company ON reports (client, company_key, created_at DESC, id DESC)`,
];
