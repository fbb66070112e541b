-- Fields of work inside a lane, so that advice need not mix trades.
CREATE TABLE core.posting_speciality (
    posting_id VARCHAR NOT NULL,
    fit_id VARCHAR NOT NULL,
    speciality VARCHAR NOT NULL,
    probability DOUBLE NOT NULL
);
COMMENT ON TABLE core.posting_speciality IS 'A posting''s probability in a field of work inside a lane, were it of that lane.';
COMMENT ON COLUMN core.posting_speciality.probability IS '0-1; those of a posting sum to 1 - P(none)';
