-- candidates: one row for each row of user_styles that a day has taken. state: 0 collecting, 1 candidate, 2 accepted, 3 rejected, 4 skipped.
CREATE TABLE candidates (
    style_id bigint PRIMARY KEY,
    day date NOT NULL,
    user_id text NOT NULL,
    photo_key text NOT NULL,
    predicted_class text NOT NULL,
    confidence real NOT NULL,
    created_at timestamptz NOT NULL,
    state smallint NOT NULL,
    reason text,
    key text,
    sha256 text,
    bytes bigint,
    class text,
    decided_by text,
    decided_at timestamptz,
    month date,
    month_class text
);
CREATE INDEX candidates_day ON candidates (day, style_id);
CREATE INDEX candidates_state ON candidates (state, style_id);
CREATE INDEX candidates_month ON candidates (month, style_id);

-- periods: the days and months that are complete.
CREATE TABLE periods (
    flow text NOT NULL,
    date date NOT NULL,
    PRIMARY KEY (flow, date)
);

-- runs: history. state: 0 running, 1 completed, 2 failed, 3 crashed.
CREATE TABLE runs (
    id uuid PRIMARY KEY,
    flow text NOT NULL,
    date date NOT NULL,
    state smallint NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    counts jsonb NOT NULL DEFAULT '{}',
    error text
);
CREATE INDEX runs_started ON runs (started_at DESC, id);

-- checkpoints: the name that the fit of a month was given when it first began; a run that goes on takes it again.
CREATE TABLE checkpoints (
    month date PRIMARY KEY,
    name text NOT NULL
);

-- vectors: of the largest face of a photo, by one model; null where it has no usable one.
CREATE TABLE vectors (
    sha256 text NOT NULL,
    model_digest text NOT NULL,
    vector real[],
    PRIMARY KEY (sha256, model_digest)
);
