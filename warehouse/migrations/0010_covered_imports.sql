-- An import may hold all that appeared since a day, so that its postings' own dates make a history.
ALTER TABLE raw.run ADD COLUMN covers_from TIMESTAMP;
COMMENT ON COLUMN raw.run.covers_from IS 'an import holds every posting that appeared since then; NULL: nobody says so';
