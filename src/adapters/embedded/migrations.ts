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

  // A column for what is searched, the rest as JSON. Counting a million rows takes half a second: job_counts keeps count.
  `CREATE TABLE jobs (
     id TEXT PRIMARY KEY,
     client TEXT NOT NULL,
     status TEXT NOT NULL,
     created_at TEXT NOT NULL,
     ready_at TEXT NOT NULL,
     finished_at TEXT,
     revision INTEGER NOT NULL,
     record TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX jobs_by_client ON jobs (client, created_at DESC, id DESC);
   CREATE INDEX jobs_by_status ON jobs (client, status, created_at DESC, id DESC);
   CREATE INDEX jobs_ready ON jobs (ready_at, id) WHERE status = 'pending';
   CREATE INDEX jobs_processing ON jobs (id) WHERE status = 'processing';
   CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

   CREATE TABLE job_counts (status TEXT PRIMARY KEY, jobs INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   INSERT INTO job_counts VALUES ('pending', 0), ('processing', 0), ('completed', 0), ('failed', 0), ('cancelled', 0);
   CREATE TRIGGER job_added AFTER INSERT ON jobs BEGIN
     UPDATE job_counts SET jobs = jobs + 1 WHERE status = new.status;
   END;
   CREATE TRIGGER job_moved AFTER UPDATE OF status ON jobs WHEN old.status <> new.status BEGIN
     UPDATE job_counts SET jobs = jobs - 1 WHERE status = old.status;
     UPDATE job_counts SET jobs = jobs + 1 WHERE status = new.status;
   END;
   CREATE TRIGGER job_removed AFTER DELETE ON jobs BEGIN
     UPDATE job_counts SET jobs = jobs - 1 WHERE status = old.status;
   END;

   CREATE TABLE job_requests (
     job_id TEXT PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
     request TEXT NOT NULL
   ) STRICT;
   CREATE TABLE job_stages (
     job_id TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
     name TEXT NOT NULL,
     result TEXT NOT NULL,
     PRIMARY KEY (job_id, name)
   ) STRICT;
   CREATE TABLE job_events (
     job_id TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
     id INTEGER NOT NULL,
     name TEXT NOT NULL,
     at TEXT NOT NULL,
     data TEXT NOT NULL,
     PRIMARY KEY (job_id, id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE idempotency_keys (
     client TEXT NOT NULL,
     value TEXT NOT NULL,
     body_hash TEXT NOT NULL,
     job_id TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
     expires_at TEXT NOT NULL,
     PRIMARY KEY (client, value)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);
   CREATE INDEX idempotency_keys_by_job ON idempotency_keys (job_id)`,

  // The sum of a client's day is read before each paid call: the index holds all that it needs.
  `CREATE TABLE usage (
     id TEXT PRIMARY KEY,
     client TEXT NOT NULL,
     day TEXT NOT NULL,
     framework TEXT,
     analyses INTEGER NOT NULL,
     calls INTEGER NOT NULL,
     unpriced_calls INTEGER NOT NULL,
     tokens INTEGER NOT NULL,
     usd REAL NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX usage_by_day ON usage (client, day, usd)`,

  // For the oldest of all: what is older than it is nothing that a sweep may judge.
  `CREATE INDEX reports_by_age ON reports (created_at)`,
];
