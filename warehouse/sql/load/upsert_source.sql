MERGE INTO core.source AS target
USING (
    SELECT
        unnest($sources) AS source,
        unnest($kinds) AS kind,
        unnest($closes) AS closes,
        unnest(CAST($expiries AS INTEGER[])) AS expires_after_days
) AS given
ON given.source = target.source
WHEN MATCHED THEN UPDATE SET
    kind = given.kind, closes = given.closes, expires_after_days = given.expires_after_days
WHEN NOT MATCHED THEN INSERT (source, kind, closes, expires_after_days)
    VALUES (given.source, given.kind, given.closes, given.expires_after_days)
