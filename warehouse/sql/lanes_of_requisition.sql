SELECT requisition_lane.lane, lane.name, requisition_lane.probability
FROM requisition_lane
JOIN lane ON lane.lane = requisition_lane.lane
WHERE requisition_lane.requisition_id = $requisition_id
ORDER BY requisition_lane.probability DESC, requisition_lane.lane
