-- Up to three conversations in which an agent missed a criterion: the surest, the newest of these first.

SELECT agent_id, name AS agent_name, agents.team, criterion, conversation_id, opened_at, certainty,
    message_number,
    row_number() OVER (
        PARTITION BY agent_id, criterion
        ORDER BY list_position(['sure', 'likely', 'unsure'], certainty), opened_at DESC, conversation_id
    ) AS example
FROM facts.verdicts JOIN facts.agents USING (agent_id)
WHERE role = 'agent' AND verdict = 'missed' AND is_in_window(opened_at)
QUALIFY example <= 3
