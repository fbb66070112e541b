-- raw.* as collected, core.* cleaned and read. Times are UTC. No primary keys on wide tables: a text key index costs
-- 4.5 times the load, so loading merges deduplicated stages and checks uniqueness in the same transaction.
CREATE SCHEMA raw;
CREATE SCHEMA core;

CREATE TABLE raw.run (
    run_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,              -- crawl | import
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    observed_at TIMESTAMP,              -- start of a crawl, the date given for an import, NULL for an undated import
    market VARCHAR NOT NULL,            -- example | real
    tool_version VARCHAR NOT NULL,
    ledger_sha256 VARCHAR NOT NULL      -- of run.json's content: a loaded run that changes is refused
);
COMMENT ON TABLE raw.run IS 'One row a landing run that was loaded.';

CREATE TABLE raw.board_run (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    board VARCHAR NOT NULL,
    employer VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,           -- complete | not_modified | partial | failed | gone
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
    started_at TIMESTAMP NOT NULL,      -- the run's own start where the ledger gives none for the board
    finished_at TIMESTAMP,
    drift VARCHAR NOT NULL,             -- JSON object of counters
    is_judged BOOLEAN NOT NULL          -- false until the spells of its board take it into account
);
COMMENT ON TABLE raw.board_run IS 'One row a board of a run: what became of it.';

CREATE TABLE raw.reject (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    board VARCHAR NOT NULL,
    row_number INTEGER NOT NULL,        -- 1-based place in the payload
    reason VARCHAR NOT NULL,
    excerpt VARCHAR NOT NULL
);
COMMENT ON TABLE raw.reject IS 'What could not be parsed, with its reason.';

CREATE TABLE raw.sighting (
    run_id VARCHAR NOT NULL,
    posting_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    seen_at TIMESTAMP                   -- start of the board's visit; the stated date of an import, or NULL
);
COMMENT ON TABLE raw.sighting IS 'Which posting each run saw, one row a run and posting; spells are computed from it.';

CREATE TABLE raw.posting_version (
    posting_id VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,      -- of title and text without case and white space
    text_hash VARCHAR NOT NULL,         -- sha256 of the text as it is
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL
);
COMMENT ON TABLE raw.posting_version IS
    'Append-only: one row a posting and content_hash (a variant in case or white space alone has a row of its own).';

CREATE TABLE core.source (
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL               -- ats | hackernews | aggregator | import
);
COMMENT ON TABLE core.source IS 'What kind each source is: only an ATS board can close a posting.';

CREATE TABLE core.posting (
    posting_id VARCHAR NOT NULL,        -- source/board/source_job_id
    source VARCHAR NOT NULL,
    board VARCHAR NOT NULL,
    source_job_id VARCHAR NOT NULL,
    employer VARCHAR,
    employer_basis VARCHAR,             -- stated | registry
    title VARCHAR NOT NULL,
    url VARCHAR,
    apply_url VARCHAR,
    department VARCHAR,
    team VARCHAR,
    location VARCHAR,                   -- raw places joined by " · "
    locations STRUCT("raw" VARCHAR, city VARCHAR, region VARCHAR, country VARCHAR)[] NOT NULL,
    workplace VARCHAR,
    workplace_basis VARCHAR,
    employment_type VARCHAR,
    employment_type_raw VARCHAR,
    salary_min DOUBLE,                  -- in salary_currency per salary_period
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
    input_hash VARCHAR NOT NULL,        -- of all that the posting reader sees
    shown_at TIMESTAMP,                 -- when the source showed these fields
    shown_run_id VARCHAR NOT NULL,
    requisition_id VARCHAR              -- NULL until linked
);
COMMENT ON TABLE core.posting IS 'One row a posting: its fields as last shown.';

CREATE TABLE core.posting_spell (
    posting_id VARCHAR NOT NULL,
    opened_at TIMESTAMP,                -- NULL for an undated import only
    last_seen_at TIMESTAMP,
    closed_at TIMESTAMP,                -- start of the first of the two runs that closed it
    close_reason VARCHAR                -- absent (with closed_at) | board_gone (closed_at unknown) | NULL while open
);
COMMENT ON TABLE core.posting_spell IS 'From when to when a posting stood on its board; a reappearance is a new spell.';

CREATE TABLE core.requisition (
    requisition_id VARCHAR NOT NULL,    -- the key of its oldest posting when it was first linked
    representative_posting_id VARCHAR,  -- NULL once merged into another
    merged_into VARCHAR
);
COMMENT ON TABLE core.requisition IS 'The job behind one or more postings: what is counted.';

CREATE TABLE core.reader (
    reader_version VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL            -- the highest is current
);
COMMENT ON TABLE core.reader IS 'The versions of the posting reader whose readings are kept: current and previous.';

CREATE TABLE core.reading (
    reading_id BIGINT NOT NULL,
    input_hash VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    is_relevant BOOLEAN NOT NULL,
    relevance DOUBLE NOT NULL,          -- 0-1
    role VARCHAR,
    seniority VARCHAR,
    min_years INTEGER,                  -- years
    degree VARCHAR,
    degree_need VARCHAR,
    workplace VARCHAR,
    employment_type VARCHAR,
    pay_min DOUBLE,                     -- in pay_currency per pay_period
    pay_max DOUBLE,
    pay_currency VARCHAR,
    pay_period VARCHAR,
    pay_basis VARCHAR,
    language VARCHAR
);
COMMENT ON TABLE core.reading IS 'All that nlp read from one input, one row an input_hash and reader_version.';

CREATE TABLE core.mention (
    reading_id BIGINT NOT NULL,
    skill_id VARCHAR NOT NULL,
    surface VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,           -- Python string offset into the text
    "end" INTEGER NOT NULL,
    need VARCHAR NOT NULL,              -- required | preferred | context | not_required
    section VARCHAR NOT NULL,
    or_group INTEGER                    -- mentions of one OR-group share it; NULL stands alone
);
COMMENT ON TABLE core.mention IS 'A skill''s surface at a place of a read text.';

CREATE TABLE core.lane_fit (
    fit_id VARCHAR NOT NULL,
    reader_version VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,             -- corpus | shipped
    postings INTEGER NOT NULL           -- that have probabilities in it
);
COMMENT ON TABLE core.lane_fit IS 'The fit of skills to lanes that the two tables below hold.';

CREATE TABLE core.skill_affinity (
    fit_id VARCHAR NOT NULL,
    skill_id VARCHAR NOT NULL,
    lane VARCHAR NOT NULL,
    affinity DOUBLE NOT NULL,
    is_shared BOOLEAN NOT NULL          -- belongs to no single lane
);
COMMENT ON TABLE core.skill_affinity IS 'How near a skill stands to a lane in a fit.';

CREATE TABLE core.posting_lane (
    posting_id VARCHAR NOT NULL,
    fit_id VARCHAR NOT NULL,
    lane VARCHAR NOT NULL,
    probability DOUBLE NOT NULL         -- 0-1; the lanes of a posting sum to 1 - P(none)
);
COMMENT ON TABLE core.posting_lane IS 'A posting''s probability in a lane.';
