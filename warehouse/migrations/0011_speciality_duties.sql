-- What a posting's duties say of its field, beside its skills and its title.
ALTER TABLE core.reading ADD COLUMN speciality_duties MAP(VARCHAR, DOUBLE);
COMMENT ON COLUMN core.reading.speciality_duties IS 'speciality -> how much of the duties names it, 0-1; NULL: read before duties were';
