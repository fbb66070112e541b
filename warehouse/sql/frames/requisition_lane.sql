SELECT requisition.requisition_id, posting_lane.lane, posting_lane.probability
FROM core.requisition AS requisition
JOIN core.posting_lane AS posting_lane
    ON posting_lane.posting_id = requisition.representative_posting_id AND posting_lane.fit_id = $fit_id
ORDER BY requisition.requisition_id, posting_lane.lane
