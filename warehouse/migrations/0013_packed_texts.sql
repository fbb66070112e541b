-- Texts take half the room when they are packed by zstd, and less time than by what DuckDB takes for short ones.
CREATE TABLE raw.packed_version (
    posting_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL USING COMPRESSION zstd
);
INSERT INTO raw.packed_version SELECT posting_id, content_hash, text_hash, title, text FROM raw.posting_version;
DROP TABLE raw.posting_version;
ALTER TABLE raw.packed_version RENAME TO posting_version;
COMMENT ON TABLE raw.posting_version IS
    'Append-only: one row a posting and content_hash (a variant in case or white space alone has a row of its own).';
COMMENT ON COLUMN raw.posting_version.content_hash IS 'of title and text without case and white space';
COMMENT ON COLUMN raw.posting_version.text_hash IS 'sha256 of the text as it is';
