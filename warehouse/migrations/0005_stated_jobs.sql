-- What a source states of the job behind a posting, and every pay range where it states several.
ALTER TABLE core.posting ADD COLUMN job_number VARCHAR;
COMMENT ON COLUMN core.posting.job_number IS 'the source''s number of the job behind the posting, shared by its other postings';
ALTER TABLE core.posting ADD COLUMN requisition_number VARCHAR;
COMMENT ON COLUMN core.posting.requisition_number IS 'the employer''s number of the opening, as a field states it';
ALTER TABLE core.posting ADD COLUMN pay_bands STRUCT(min DOUBLE, max DOUBLE, currency VARCHAR, period VARCHAR, label VARCHAR)[];
COMMENT ON COLUMN core.posting.pay_bands IS 'each range where several are stated; NULL in postings loaded before there was this column';
