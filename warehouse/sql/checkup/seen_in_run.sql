-- How many landed rows of each run the database accounts for: seen, or left out when they were parsed anew.
SELECT run_id, count(*) AS landed_rows
FROM (
    SELECT run_id FROM raw.sighting
    UNION ALL
    SELECT run_id FROM raw.reject WHERE reason = $left_out
)
GROUP BY run_id
