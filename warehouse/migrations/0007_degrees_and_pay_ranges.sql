-- The degrees that a posting prefers and names beside the lowest, and each range of pay that its text names.
ALTER TABLE core.reading ADD COLUMN degree_preferred VARCHAR;
COMMENT ON COLUMN core.reading.degree_preferred IS 'the lowest of the degrees that the posting would rather have';
ALTER TABLE core.reading ADD COLUMN degrees_named VARCHAR[];
COMMENT ON COLUMN core.reading.degrees_named IS 'each degree named where one is asked for, the lowest first';
ALTER TABLE core.reading ADD COLUMN pay_ranges STRUCT(min DOUBLE, max DOUBLE, currency VARCHAR, period VARCHAR, basis VARCHAR)[];
COMMENT ON COLUMN core.reading.pay_ranges IS 'each range that the text names; pay_min and pay_max span those of the first one''s currency and period';
