SELECT reader_version
FROM core.reader
ORDER BY ordinal DESC
OFFSET 2
