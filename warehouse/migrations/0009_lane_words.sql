-- What the words of a posting's title and duties say for each lane, beside its skills and its title.
ALTER TABLE core.reading ADD COLUMN lane_words MAP(VARCHAR, DOUBLE);
COMMENT ON COLUMN core.reading.lane_words IS 'lane -> what the words say for it, around 0 over the lanes; NULL: read before words were';
