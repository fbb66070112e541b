-- Whether a source's lists close postings, and when the postings of one that never closes expire, as its own facts say.
CREATE OR REPLACE TABLE core.source AS
SELECT source, kind, kind = 'ats' AS closes, CAST(NULL AS INTEGER) AS expires_after_days
FROM core.source;
COMMENT ON TABLE core.source IS 'What kind each source is, and how its postings end.';
COMMENT ON COLUMN core.source.kind IS 'ats | hackernews | aggregator | import';
COMMENT ON COLUMN core.source.closes IS 'whether absence from its whole list closes a posting';
COMMENT ON COLUMN core.source.expires_after_days IS 'age at which a posting counts as open no more; NULL: by when it was last seen';
