SELECT
    columns.schema_name || '.' || columns.table_name AS table_name,
    tables.comment AS about,
    columns.column_name,
    lower(columns.data_type) AS type,
    coalesce(columns.comment, '') AS meaning
FROM duckdb_columns() AS columns
JOIN duckdb_tables() AS tables ON tables.table_oid = columns.table_oid AND tables.schema_oid = columns.schema_oid
WHERE columns.schema_name IN ('raw', 'core')
ORDER BY columns.schema_name DESC, columns.table_oid, columns.column_index
