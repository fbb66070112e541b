-- What a reader version was made of, so that the next one need not read again what it would read the same.
ALTER TABLE core.reader ADD COLUMN code_version VARCHAR;
ALTER TABLE core.reader ADD COLUMN vocabulary VARCHAR;
COMMENT ON COLUMN core.reader.code_version IS 'of the reader''s code and facts but for skills and surfaces; NULL where not kept';
COMMENT ON COLUMN core.reader.vocabulary IS 'JSON: the skills and surfaces that it read by, compared with the next version''s';
