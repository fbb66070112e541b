-- Everything but the exclusion, which analysis judges. Some requisitions at a time: what is grouped here is not laid down
-- on the disk where memory ends.
WITH first_complete AS (
    SELECT source, board, min(started_at) AS started_at
    FROM frame_board_run
    WHERE outcome = 'complete'
    GROUP BY ALL
),
member AS (
    SELECT
        posting.requisition_id,
        count(*) AS postings,
        min(posting.first_seen_at) AS first_seen_at,
        max(posting.last_seen_at) AS last_seen_at,
        bool_or(posting.is_open) AS is_open,
        CASE WHEN NOT bool_or(posting.is_open) THEN max(posting.closed_at) END AS closed_at,
        first(
            coalesce(posting.first_seen_at > first_complete.started_at, false)
            ORDER BY posting.first_seen_at NULLS LAST, posting.posting_id
        ) AS is_new
    FROM frame_posting AS posting
    LEFT JOIN first_complete ON first_complete.source = posting.source AND first_complete.board = posting.board
    WHERE posting.requisition_id BETWEEN $first_id AND $last_id
    GROUP BY posting.requisition_id
),
named_place AS (
    SELECT
        posting.requisition_id,
        trim(place.place) AS place,
        min(posting.posting_id <> requisition.representative_posting_id) AS is_of_other_member,
        min(place.position) AS position
    FROM core.posting AS posting
    JOIN core.requisition AS requisition ON requisition.requisition_id = posting.requisition_id
    CROSS JOIN LATERAL (
        SELECT unnest(posting.locations)."raw" AS place, generate_subscripts(posting.locations, 1) AS position
    ) AS place
    WHERE posting.requisition_id BETWEEN $first_id AND $last_id
    GROUP BY posting.requisition_id, trim(place.place)
),
location AS (
    SELECT requisition_id, string_agg(place, ' · ' ORDER BY is_of_other_member, position, place) AS location
    FROM named_place
    GROUP BY requisition_id
),
region AS (
    SELECT
        requisition_id,
        CASE count(DISTINCT region) WHEN 0 THEN 'unknown' WHEN 1 THEN min(region) ELSE 'several' END AS region
    FROM (
        SELECT requisition_id, nullif(region, 'unknown') AS region
        FROM frame_requisition_place
        WHERE requisition_id BETWEEN $first_id AND $last_id
    )
    GROUP BY requisition_id
),
lane AS (
    SELECT
        requisition_id,
        CASE
            WHEN 1 - sum(probability) > 0.5 THEN 'none'
            ELSE first(lane ORDER BY probability DESC, lane)
        END AS primary_lane
    FROM frame_requisition_lane
    WHERE requisition_id BETWEEN $first_id AND $last_id
    GROUP BY requisition_id
)
SELECT
    requisition.requisition_id,
    posting.posting_id,
    posting.source,
    posting.board,
    posting.employer,
    posting.title,
    posting.url,
    location.location,
    coalesce(region.region, 'unknown') AS region,
    CASE WHEN posting.workplace_basis = 'stated' THEN posting.workplace
        ELSE coalesce(reading.workplace, posting.workplace) END AS workplace,
    coalesce(posting.employment_type, reading.employment_type) AS employment_type,
    reading.seniority,
    reading.min_years,
    reading.degree,
    reading.degree_need,
    reading.degree_preferred,
    array_to_string(reading.degrees_named, ', ') AS degrees_named,
    CASE WHEN pay.is_stated THEN posting.salary_min ELSE reading.pay_min END AS pay_min,
    CASE WHEN pay.is_stated THEN posting.salary_max ELSE reading.pay_max END AS pay_max,
    CASE WHEN pay.is_stated THEN posting.salary_currency ELSE reading.pay_currency END AS pay_currency,
    CASE WHEN pay.is_stated THEN posting.salary_period ELSE reading.pay_period END AS pay_period,
    CASE WHEN pay.is_stated THEN posting.salary_basis ELSE reading.pay_basis END AS pay_basis,
    coalesce(reading.language, posting.language) AS language,
    CASE WHEN reading.is_full THEN reading.relevance END AS relevance,
    reading.is_relevant,
    reading.role,
    lane.primary_lane,
    member.first_seen_at,
    member.last_seen_at,
    member.closed_at,
    posting.posted_at,
    posting.posted_basis,
    member.is_open,
    member.is_new,
    member.postings,
    posting.is_truncated
FROM core.requisition AS requisition
JOIN core.posting AS posting ON posting.posting_id = requisition.representative_posting_id
JOIN member ON member.requisition_id = requisition.requisition_id
LEFT JOIN location ON location.requisition_id = requisition.requisition_id
LEFT JOIN region ON region.requisition_id = requisition.requisition_id
LEFT JOIN lane ON lane.requisition_id = requisition.requisition_id
LEFT JOIN core.reading AS reading
    ON reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
CROSS JOIN LATERAL (
    SELECT
        coalesce(posting.salary_min, posting.salary_max) IS NOT NULL
        AND (posting.salary_basis = 'stated' OR coalesce(reading.pay_min, reading.pay_max) IS NULL) AS is_stated
) AS pay
WHERE requisition.requisition_id BETWEEN $first_id AND $last_id
ORDER BY requisition.requisition_id
