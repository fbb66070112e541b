INSERT INTO stage_posting BY NAME
SELECT * EXCLUDE (text)
FROM batch
