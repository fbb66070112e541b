-- The locations of all postings of each requisition, those of its representative first; one without any where none is named.
WITH named AS (
    SELECT
        posting.requisition_id,
        posting.posting_id,
        posting.posting_id <> requisition.representative_posting_id AS is_of_other_member,
        posting.workplace,
        unnest(CASE WHEN len(posting.locations) = 0 THEN [NULL] ELSE posting.locations END) AS place,
        generate_subscripts(CASE WHEN len(posting.locations) = 0 THEN [NULL] ELSE posting.locations END, 1) AS position
    FROM core.posting AS posting
    JOIN core.requisition AS requisition ON requisition.requisition_id = posting.requisition_id
)
SELECT requisition_id, place."raw", place.city, place.region, place.country, workplace
FROM named
ORDER BY requisition_id, is_of_other_member, posting_id, position
