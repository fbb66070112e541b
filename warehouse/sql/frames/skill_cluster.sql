SELECT cluster.cluster_id, cluster.lane, cluster.stability, cluster.lift, member.skill_id, member.rank
FROM core.skill_cluster AS cluster
JOIN core.skill_cluster_member AS member ON member.cluster_id = cluster.cluster_id
WHERE cluster.fit_id = $fit_id
ORDER BY cluster.stability DESC, cluster.cluster_id, member.rank
