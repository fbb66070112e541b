-- raw.* as collected, core.* cleaned and read. Times are UTC. No primary keys on wide tables: a text key index costs
-- 4.5 times the load, so loading merges deduplicated stages and checks uniqueness in the same transaction.
CREATE SCHEMA raw;
CREATE SCHEMA core;

CREATE TABLE raw.run (
    run_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    observed_at TIMESTAMP,
    market VARCHAR NOT NULL,
    tool_version VARCHAR NOT NULL,
    ledger_sha256 VARCHAR NOT NULL
);
COMMENT ON TABLE raw.run IS 'One row a landing run that was loaded.';
COMMENT ON COLUMN raw.run.kind IS 'crawl | import';
COMMENT ON COLUMN raw.run.observed_at IS 'start of a crawl, the date given for an import, NULL for an undated import';
COMMENT ON COLUMN raw.run.market IS 'example | real';
COMMENT ON COLUMN raw.run.ledger_sha256 IS 'of run.json''s content: a loaded run that changes is refused';

CREATE TABLE raw.board_run (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    board VARCHAR NOT NULL,
    employer VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    reason VARCHAR,
    detail VARCHAR,
    http_status INTEGER,
    pages INTEGER NOT NULL,
    postings INTEGER NOT NULL,
    rejects INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    body_hash VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    drift VARCHAR NOT NULL,
    is_judged BOOLEAN NOT NULL
);
COMMENT ON TABLE raw.board_run IS 'One row a board of a run: what became of it.';
COMMENT ON COLUMN raw.board_run.outcome IS 'complete | not_modified | partial | failed | gone';
COMMENT ON COLUMN raw.board_run.started_at IS 'the run''s own start where the ledger gives none for the board';
COMMENT ON COLUMN raw.board_run.drift IS 'JSON object of counters';
COMMENT ON COLUMN raw.board_run.is_judged IS 'false until the spells of its board take it into account';

CREATE TABLE raw.reject (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    board VARCHAR NOT NULL,
    row_number INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    excerpt VARCHAR NOT NULL
);
COMMENT ON TABLE raw.reject IS 'What could not be parsed, with its reason.';
COMMENT ON COLUMN raw.reject.row_number IS '1-based place in the payload';

CREATE TABLE raw.sighting (
    run_id VARCHAR NOT NULL,
    posting_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    seen_at TIMESTAMP
);
COMMENT ON TABLE raw.sighting IS 'Which posting each run saw, one row a run and posting; spells are computed from it.';
COMMENT ON COLUMN raw.sighting.seen_at IS 'start of the board''s visit; the stated date of an import, or NULL';

CREATE TABLE raw.posting_version (
    posting_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL
);
COMMENT ON TABLE raw.posting_version IS
    'Append-only: one row a posting and content_hash (a variant in case or white space alone has a row of its own).';
COMMENT ON COLUMN raw.posting_version.content_hash IS 'of title and text without case and white space';
COMMENT ON COLUMN raw.posting_version.text_hash IS 'sha256 of the text as it is';

CREATE TABLE core.source (
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL
);
COMMENT ON TABLE core.source IS 'What kind each source is: only an ATS board can close a posting.';
COMMENT ON COLUMN core.source.kind IS 'ats | hackernews | aggregator | import';

CREATE TABLE core.posting (
    posting_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    board VARCHAR NOT NULL,
    source_job_id VARCHAR NOT NULL,
    employer VARCHAR,
    employer_basis VARCHAR,
    title VARCHAR NOT NULL,
    url VARCHAR,
    apply_url VARCHAR,
    department VARCHAR,
    team VARCHAR,
    location VARCHAR,
    locations STRUCT("raw" VARCHAR, city VARCHAR, region VARCHAR, country VARCHAR)[] NOT NULL,
    workplace VARCHAR,
    workplace_basis VARCHAR,
    employment_type VARCHAR,
    employment_type_raw VARCHAR,
    salary_min DOUBLE,
    salary_max DOUBLE,
    salary_currency VARCHAR,
    salary_period VARCHAR,
    salary_basis VARCHAR,
    posted_at TIMESTAMP,
    posted_basis VARCHAR,
    updated_at TIMESTAMP,
    closes_at TIMESTAMP,
    language VARCHAR,
    is_truncated BOOLEAN NOT NULL,
    content_hash VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    input_hash VARCHAR NOT NULL,
    shown_at TIMESTAMP,
    shown_run_id VARCHAR NOT NULL,
    requisition_id VARCHAR
);
COMMENT ON TABLE core.posting IS 'One row a posting: its fields as last shown.';
COMMENT ON COLUMN core.posting.posting_id IS 'source/board/source_job_id';
COMMENT ON COLUMN core.posting.employer_basis IS 'stated | registry';
COMMENT ON COLUMN core.posting.location IS 'raw places joined by " · "';
COMMENT ON COLUMN core.posting.salary_min IS 'in salary_currency per salary_period';
COMMENT ON COLUMN core.posting.input_hash IS 'of all that the posting reader sees';
COMMENT ON COLUMN core.posting.shown_at IS 'when the source showed these fields';
COMMENT ON COLUMN core.posting.requisition_id IS 'NULL until linked';

CREATE TABLE core.posting_spell (
    posting_id VARCHAR NOT NULL,
    opened_at TIMESTAMP,
    last_seen_at TIMESTAMP,
    closed_at TIMESTAMP,
    close_reason VARCHAR
);
COMMENT ON TABLE core.posting_spell IS 'From when to when a posting stood on its board; a reappearance is a new spell.';
COMMENT ON COLUMN core.posting_spell.opened_at IS 'NULL for an undated import only';
COMMENT ON COLUMN core.posting_spell.closed_at IS 'start of the first of the two runs that closed it';
COMMENT ON COLUMN core.posting_spell.close_reason IS 'absent (with closed_at) | board_gone (closed_at unknown) | NULL while open';

CREATE TABLE core.requisition (
    requisition_id VARCHAR NOT NULL,
    representative_posting_id VARCHAR,
    merged_into VARCHAR
);
COMMENT ON TABLE core.requisition IS 'The job behind one or more postings: what is counted.';
COMMENT ON COLUMN core.requisition.requisition_id IS 'the key of its oldest posting when it was first linked';
COMMENT ON COLUMN core.requisition.representative_posting_id IS 'NULL once merged into another';

CREATE TABLE core.reader (
    reader_version VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL
);
COMMENT ON TABLE core.reader IS 'The versions of the posting reader whose readings are kept: current and previous.';
COMMENT ON COLUMN core.reader.ordinal IS 'the highest is current';

CREATE TABLE core.reading (
    reading_id BIGINT NOT NULL,
    input_hash VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    is_relevant BOOLEAN NOT NULL,
    relevance DOUBLE NOT NULL,
    role VARCHAR,
    seniority VARCHAR,
    min_years INTEGER,
    degree VARCHAR,
    degree_need VARCHAR,
    workplace VARCHAR,
    employment_type VARCHAR,
    pay_min DOUBLE,
    pay_max DOUBLE,
    pay_currency VARCHAR,
    pay_period VARCHAR,
    pay_basis VARCHAR,
    language VARCHAR
);
COMMENT ON TABLE core.reading IS 'All that nlp read from one input, one row an input_hash and reader_version.';
COMMENT ON COLUMN core.reading.relevance IS '0-1';
COMMENT ON COLUMN core.reading.min_years IS 'years';
COMMENT ON COLUMN core.reading.pay_min IS 'in pay_currency per pay_period';

CREATE TABLE core.mention (
    reading_id BIGINT NOT NULL,
    skill_id VARCHAR NOT NULL,
    surface VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    need VARCHAR NOT NULL,
    section VARCHAR NOT NULL,
    or_group INTEGER
);
COMMENT ON TABLE core.mention IS 'A skill''s surface at a place of a read text.';
COMMENT ON COLUMN core.mention."start" IS 'Python string offset into the text';
COMMENT ON COLUMN core.mention.need IS 'required | preferred | context | not_required';
COMMENT ON COLUMN core.mention.or_group IS 'mentions of one OR-group share it; NULL stands alone';

CREATE TABLE core.lane_fit (
    fit_id VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    postings INTEGER NOT NULL
);
COMMENT ON TABLE core.lane_fit IS 'The fit of skills to lanes that the two tables below hold.';
COMMENT ON COLUMN core.lane_fit.basis IS 'corpus | shipped';
COMMENT ON COLUMN core.lane_fit.postings IS 'that have probabilities in it';

CREATE TABLE core.skill_affinity (
    fit_id VARCHAR NOT NULL,
    skill_id VARCHAR NOT NULL,
    lane VARCHAR NOT NULL,
    affinity DOUBLE NOT NULL,
    is_shared BOOLEAN NOT NULL
);
COMMENT ON TABLE core.skill_affinity IS 'How near a skill stands to a lane in a fit.';
COMMENT ON COLUMN core.skill_affinity.is_shared IS 'belongs to no single lane';

CREATE TABLE core.posting_lane (
    posting_id VARCHAR NOT NULL,
    fit_id VARCHAR NOT NULL,
    lane VARCHAR NOT NULL,
    probability DOUBLE NOT NULL
);
COMMENT ON TABLE core.posting_lane IS 'A posting''s probability in a lane.';
COMMENT ON COLUMN core.posting_lane.probability IS '0-1; the lanes of a posting sum to 1 - P(none)';
