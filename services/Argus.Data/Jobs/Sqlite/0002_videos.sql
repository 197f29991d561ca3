-- How a job on a video is to be done, as JSON, and how far it is.
ALTER TABLE jobs ADD COLUMN params TEXT;
ALTER TABLE jobs ADD COLUMN frames INTEGER;
ALTER TABLE jobs ADD COLUMN frames_total INTEGER;
