WITH named AS (
    SELECT
        requisition.requisition_id,
        CASE
            WHEN len(posting.pay_bands) > 0 THEN [
                {
                    'min': band.min, 'max': band.max, 'currency': band.currency, 'period': band.period,
                    'basis': 'stated', 'label': band.label
                }
                FOR band IN posting.pay_bands
            ]
            WHEN
                coalesce(posting.salary_min, posting.salary_max) IS NOT NULL
                AND (posting.salary_basis = 'stated' OR len(coalesce(reading.pay_ranges, [])) = 0)
                THEN [
                    {
                        'min': posting.salary_min, 'max': posting.salary_max, 'currency': posting.salary_currency,
                        'period': posting.salary_period, 'basis': posting.salary_basis, 'label': NULL
                    }
                ]
            ELSE [
                {
                    'min': span.min, 'max': span.max, 'currency': span.currency, 'period': span.period,
                    'basis': span.basis, 'label': NULL
                }
                FOR span IN reading.pay_ranges
            ]
        END AS spans
    FROM core.requisition AS requisition
    JOIN core.posting AS posting ON posting.posting_id = requisition.representative_posting_id
    LEFT JOIN core.reading AS reading
        ON reading.input_hash = posting.input_hash AND reading.reader_version = $reader_version
)
SELECT
    requisition_id,
    position,
    spans[position].min AS pay_min,
    spans[position].max AS pay_max,
    spans[position].currency AS pay_currency,
    spans[position].period AS pay_period,
    spans[position].basis AS pay_basis,
    spans[position].label AS label
FROM (SELECT requisition_id, spans, unnest(range(1, len(spans) + 1)) AS position FROM named)
ORDER BY requisition_id, position
