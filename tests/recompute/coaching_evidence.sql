-- Up to three conversations of each finding.
--
-- left: message_number, text: see the rules; texts stand in facts only where the settings keep them.

SELECT finding, example, needs.side, coalesce(needs.agent_id, evidence.agent_id) AS agent_id,
    agents.name AS agent_name, agents.team, needs.skill_kind, needs.skill, needs.skill_channel,
    conversation_id, conversations.opened_at
FROM published.coaching_evidence AS evidence
JOIN published.coaching_needs AS needs USING (finding)
JOIN facts.conversations USING (conversation_id)
JOIN facts.agents ON agents.agent_id = coalesce(needs.agent_id, evidence.agent_id)

-- rule: Every finding has one to three conversations, numbered from 1.
SELECT finding, count(example) FROM published.coaching_needs LEFT JOIN published.coaching_evidence
    USING (finding)
GROUP BY ALL HAVING count(example) NOT BETWEEN 1 AND 3 OR max(example) <> count(example)
    OR min(example) <> 1

-- rule: A conversation shows what is said: a criterion missed or met by the agent in that message.
SELECT finding, example FROM published.coaching_evidence AS evidence
ANTI JOIN facts.verdicts ON verdicts.conversation_id = evidence.conversation_id AND criterion = skill
    AND verdicts.agent_id = evidence.agent_id AND verdict = CASE side WHEN 'need' THEN 'missed'
        ELSE 'met' END
    AND verdicts.message_number IS NOT DISTINCT FROM evidence.message_number
WHERE skill_kind = 'criterion'

-- rule: Or a promise broken or kept by the agent.
SELECT finding, example FROM published.coaching_evidence AS evidence
ANTI JOIN facts.promises ON promises.conversation_id = evidence.conversation_id AND promise = skill
    AND promises.agent_id = evidence.agent_id AND is_kept = (side = 'strength')
WHERE skill_kind = 'promise'

-- rule: Or a conversation of the topic that was resolved for good, or not.
SELECT finding, example FROM published.coaching_evidence AS evidence
ANTI JOIN (
    SELECT conversation_id, scored_cases.agent_id, topic_family, channel, value
    FROM scored_cases JOIN facts.conversations USING (conversation_id) WHERE dimension = 'resolution'
) AS cases ON cases.conversation_id = evidence.conversation_id AND topic_family = skill
    AND channel = skill_channel
    AND cases.agent_id = evidence.agent_id AND value = CASE side WHEN 'need' THEN 0 ELSE 1 END
WHERE skill_kind = 'topic'
