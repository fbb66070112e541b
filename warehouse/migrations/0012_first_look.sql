-- A posting of other work is not read in full: what its reading lacks was not looked for.
ALTER TABLE core.reading ADD COLUMN is_full BOOLEAN DEFAULT true;
COMMENT ON COLUMN core.reading.is_full IS 'false: a first look at title and text found no ML/AI work; only title and language were read';
