-- Wordings of a batch that no earlier batch or run brought.
INSERT INTO raw.posting_version BY NAME
SELECT batch.posting_id, batch.content_hash, batch.text_hash, batch.title, any_value(batch.text) AS text
FROM batch
WHERE NOT EXISTS (
    SELECT 1
    FROM raw.posting_version AS known
    WHERE known.posting_id = batch.posting_id
      AND known.content_hash = batch.content_hash
      AND known.text_hash = batch.text_hash
      AND known.title = batch.title
)
GROUP BY ALL
