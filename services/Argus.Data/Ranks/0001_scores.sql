-- bin: the score in tenths, 0 to 1000.
CREATE TABLE scores (
    head TEXT NOT NULL,
    bin INTEGER NOT NULL,
    faces INTEGER NOT NULL,
    PRIMARY KEY (head, bin)
) WITHOUT ROWID;
