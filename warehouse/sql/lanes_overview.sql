-- Per lane: requisitions whose likeliest lane it is, and the sum of probabilities over the market.
WITH market AS (
    SELECT requisition_id, primary_lane, employer
    FROM requisition
    WHERE exclusion IS NULL
),
expected AS (
    SELECT requisition_lane.lane, sum(requisition_lane.probability) AS expected_requisitions
    FROM requisition_lane
    JOIN market ON market.requisition_id = requisition_lane.requisition_id
    GROUP BY requisition_lane.lane
)
SELECT
    lane.lane,
    lane.name,
    lane.definition,
    count(market.requisition_id) AS requisitions,
    count(DISTINCT market.employer) AS employers,
    coalesce(any_value(expected.expected_requisitions), 0) AS expected_requisitions
FROM lane
LEFT JOIN market ON market.primary_lane = lane.lane
LEFT JOIN expected ON expected.lane = lane.lane
GROUP BY lane.lane, lane.name, lane.definition
ORDER BY lane.lane
