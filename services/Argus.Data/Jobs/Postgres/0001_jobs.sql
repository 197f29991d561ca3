-- Moments are Unix milliseconds. state: 0 pending, 1 processing, 2 completed, 3 error, 4 sync_failed.
CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    task text NOT NULL,
    media_id bigint NOT NULL,
    priority smallint NOT NULL,
    rank bigint NOT NULL,
    state smallint NOT NULL,
    created bigint NOT NULL,
    started bigint,
    ended bigint,
    due bigint,
    fence bigint NOT NULL,
    attempts integer NOT NULL,
    sync_attempts integer NOT NULL,
    announced bigint NOT NULL,
    idempotency_key text,
    trace text,
    error text,
    result text,
    UNIQUE (task, media_id)
)
-- Every job is updated twice soon after it came: vacuum by number, not by share, or the front of the queue fills with dead entries.
WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0.02);

CREATE UNIQUE INDEX jobs_idempotency ON jobs (idempotency_key) WHERE idempotency_key IS NOT NULL;
-- The queue: jobs that are neither ready nor due have no place in it, however many there are.
CREATE INDEX jobs_ready ON jobs (task, rank, id) WHERE state = 0 AND due IS NULL;
CREATE INDEX jobs_due ON jobs (state, due) WHERE due IS NOT NULL;
CREATE INDEX jobs_list ON jobs (state, task, created, id);

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sink text NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    headers text NOT NULL,
    body bytea NOT NULL,
    created bigint NOT NULL,
    dead text
)
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 0.2);

CREATE INDEX outbox_waiting ON outbox (sink, id) WHERE dead IS NULL;
CREATE INDEX outbox_dead ON outbox (created) WHERE dead IS NOT NULL;

CREATE TABLE outbox_lease (
    sink text PRIMARY KEY,
    holder text NOT NULL,
    until bigint NOT NULL
);
