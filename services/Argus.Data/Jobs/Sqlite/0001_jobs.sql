-- Moments are Unix milliseconds. state: 0 pending, 1 processing, 2 completed, 3 error, 4 sync_failed.
CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    task TEXT NOT NULL,
    media_id INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    state INTEGER NOT NULL,
    created INTEGER NOT NULL,
    started INTEGER,
    ended INTEGER,
    due INTEGER,
    fence INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    sync_attempts INTEGER NOT NULL,
    announced INTEGER NOT NULL,
    idempotency_key TEXT,
    trace TEXT,
    error TEXT,
    result TEXT,
    UNIQUE (task, media_id)
) STRICT;

CREATE UNIQUE INDEX jobs_idempotency ON jobs (idempotency_key) WHERE idempotency_key IS NOT NULL;
-- The queue: jobs that are neither ready nor due have no place in it, however many there are.
CREATE INDEX jobs_ready ON jobs (task, rank, id) WHERE state = 0 AND due IS NULL;
CREATE INDEX jobs_due ON jobs (state, due) WHERE due IS NOT NULL;
CREATE INDEX jobs_list ON jobs (state, task, created, id);

CREATE TABLE outbox (
    -- AUTOINCREMENT: the number of a row that is gone is never given again.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sink TEXT NOT NULL,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    created INTEGER NOT NULL,
    dead TEXT
) STRICT;

CREATE INDEX outbox_waiting ON outbox (sink, id) WHERE dead IS NULL;
CREATE INDEX outbox_dead ON outbox (created) WHERE dead IS NOT NULL;

CREATE TABLE outbox_lease (
    sink TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;
