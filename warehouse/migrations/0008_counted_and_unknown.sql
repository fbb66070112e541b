-- Vague words are read and not counted; what a list asks for and the taxonomy lacks is kept beside the mentions.
ALTER TABLE core.mention ADD COLUMN is_counted BOOLEAN DEFAULT true;
COMMENT ON COLUMN core.mention.is_counted IS 'false: a word too vague to be learned, shown and in no share, gap or plan';

CREATE TABLE core.unknown_term (
    reading_id BIGINT NOT NULL,
    surface VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    need VARCHAR NOT NULL,
    section VARCHAR NOT NULL
);
COMMENT ON TABLE core.unknown_term IS 'What a list of requirements asks for and the taxonomy lacks; counted nowhere.';
COMMENT ON COLUMN core.unknown_term."start" IS 'Python string offset into the text';
COMMENT ON COLUMN core.unknown_term.need IS 'required | preferred | context | not_required';
