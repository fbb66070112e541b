-- Boards of a source whose kind is not what it was have to be judged anew.
UPDATE raw.board_run
SET is_judged = false
WHERE source IN (
    SELECT given.source
    FROM (SELECT unnest($sources) AS source, unnest($kinds) AS kind) AS given
    LEFT JOIN core.source AS known ON known.source = given.source
    WHERE known.kind IS DISTINCT FROM given.kind
)
