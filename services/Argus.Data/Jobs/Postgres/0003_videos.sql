-- How a job on a video is to be done, as JSON, and how far it is.
ALTER TABLE jobs ADD COLUMN params text, ADD COLUMN frames bigint, ADD COLUMN frames_total bigint;
