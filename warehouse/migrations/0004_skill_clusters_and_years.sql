-- Groups of skills that postings name together, and the years that a posting demands of a single skill.
CREATE TABLE core.skill_cluster (
    cluster_id VARCHAR NOT NULL,
    fit_id VARCHAR NOT NULL,
    stability DOUBLE NOT NULL,
    lift DOUBLE NOT NULL,
    lane VARCHAR
);
COMMENT ON TABLE core.skill_cluster IS 'Skills that postings name together; those of earlier fits stay, so that one that comes back has its id again.';
COMMENT ON COLUMN core.skill_cluster.fit_id IS 'the last fit that found it';
COMMENT ON COLUMN core.skill_cluster.stability IS '0-1: mean Jaccard with the likest group of refits with employers drawn anew';
COMMENT ON COLUMN core.skill_cluster.lift IS 'median over its pairs: how many times as often as by chance they stand in one posting';
COMMENT ON COLUMN core.skill_cluster.lane IS 'NULL: across lanes';

CREATE TABLE core.skill_cluster_member (
    cluster_id VARCHAR NOT NULL,
    skill_id VARCHAR NOT NULL,
    rank INTEGER NOT NULL
);
COMMENT ON TABLE core.skill_cluster_member IS 'The skills of each cluster.';
COMMENT ON COLUMN core.skill_cluster_member.rank IS 'from 1, the most specific first';

ALTER TABLE core.mention ADD COLUMN min_years INTEGER;
COMMENT ON COLUMN core.mention.min_years IS 'years of experience with this skill that the posting asks for here; NULL: none stated';
