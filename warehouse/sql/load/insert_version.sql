-- Wordings of a batch that no earlier batch or run brought. Texts, which are long, are looked at last.
INSERT INTO raw.posting_version BY NAME
SELECT posting_id, content_hash, text_hash, title, text
FROM batch
WHERE row_order IN (
    SELECT min(row_order)
    FROM batch
    ANTI JOIN raw.posting_version AS known USING (posting_id, content_hash, text_hash, title)
    GROUP BY posting_id, content_hash, text_hash, title
)
