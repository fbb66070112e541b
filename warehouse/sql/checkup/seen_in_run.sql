-- How many landed rows of each run the database accounts for: seen, or left out for a known reason.
SELECT run_id, count(*) AS landed_rows
FROM (
    SELECT run_id FROM raw.sighting
    UNION ALL
    SELECT run_id FROM raw.reject WHERE list_contains($left_out, reason)
)
GROUP BY run_id
