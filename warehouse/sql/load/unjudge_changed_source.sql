-- Boards of a source whose lists begin or cease to close postings have to be judged anew.
UPDATE raw.board_run
SET is_judged = false
WHERE source IN (
    SELECT given.source
    FROM (SELECT unnest($sources) AS source, unnest($closes) AS closes) AS given
    LEFT JOIN core.source AS known ON known.source = given.source
    WHERE known.closes IS DISTINCT FROM given.closes
)
