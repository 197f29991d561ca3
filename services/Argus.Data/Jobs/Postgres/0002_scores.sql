-- bin: the score in tenths, 0 to 1000.
CREATE TABLE scores (
    head text NOT NULL,
    bin integer NOT NULL,
    faces bigint NOT NULL,
    PRIMARY KEY (head, bin)
);
