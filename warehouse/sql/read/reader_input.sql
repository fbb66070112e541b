-- What the reader may see of each input; postings that share an input share all of these.
SELECT
    posting.input_hash,
    any_value(posting.title) AS title,
    any_value(version.text) AS text,
    any_value(posting.employer) AS company,
    any_value(posting.location) AS location,
    any_value(posting.workplace) AS workplace,
    any_value(posting.employment_type) AS employment_type,
    any_value(posting.salary_min) AS salary_min,
    any_value(posting.salary_max) AS salary_max,
    any_value(posting.salary_currency) AS salary_currency,
    any_value(posting.salary_period) AS salary_period,
    any_value(posting.language) AS language
FROM core.posting AS posting
JOIN raw.posting_version AS version
    ON version.posting_id = posting.posting_id AND version.text_hash = posting.text_hash
WHERE posting.input_hash IN (SELECT unnest($input_hashes))
GROUP BY posting.input_hash
ORDER BY posting.input_hash
