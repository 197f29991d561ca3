-- Moments are Unix milliseconds. AUTOINCREMENT: the number of an entity that is gone is never given again.
CREATE TABLE entities (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL,
    is_collection INTEGER NOT NULL,
    file_name TEXT,
    mime TEXT,
    size INTEGER,
    sha256 TEXT,
    created INTEGER NOT NULL
) STRICT;

-- Whether a file is still wanted.
CREATE INDEX entities_file ON entities (sha256) WHERE sha256 IS NOT NULL;

CREATE TABLE results (
    entity INTEGER NOT NULL REFERENCES entities (id),
    task TEXT NOT NULL,
    job BLOB NOT NULL,
    result TEXT NOT NULL,
    received INTEGER NOT NULL,
    PRIMARY KEY (entity, task)
) STRICT, WITHOUT ROWID;
