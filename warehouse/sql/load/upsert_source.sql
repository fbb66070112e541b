MERGE INTO core.source AS target
USING (SELECT unnest($sources) AS source, unnest($kinds) AS kind) AS given
ON given.source = target.source
WHEN MATCHED THEN UPDATE SET kind = given.kind
WHEN NOT MATCHED THEN INSERT (source, kind) VALUES (given.source, given.kind)
