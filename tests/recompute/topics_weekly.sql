-- Topics of the lexicon, each by itself (`none` where only the family shows) and `all` of a family
-- together, and `unknown` for conversations
-- in which the customer wrote something and none was found.

WITH told AS (
    -- Those in which the customer wrote something have a language.
    SELECT conversation_id, channel, week_of(opened_at) AS week_on FROM facts.conversations
        WHERE language IS NOT NULL
),
found AS (
    SELECT conversation_id, family, coalesce(sub_topic, 'none') AS sub_topic, topic_number = 1 AS is_main
        FROM facts.topics
    UNION ALL
    SELECT conversation_id, family, 'all', topic_number = 1 FROM facts.topics
    UNION ALL
    SELECT conversation_id, 'unknown', 'all', true FROM told ANTI JOIN facts.topics USING (conversation_id)
),
cases AS (
    SELECT channel, week_on, family, sub_topic, conversation_id, is_main FROM told JOIN found
        USING (conversation_id)
),
wholes AS (
    SELECT channel, week_on, count(*) AS told_count FROM with_all('told') GROUP BY ALL
)
SELECT channel, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week, family, sub_topic,
    count(DISTINCT conversation_id) FILTER (WHERE is_main) AS conversation_count,
    count(DISTINCT conversation_id) AS mention_count,
    any_value(wholes.told_count) AS told_count,
    share(conversation_count, any_value(wholes.told_count)) AS topic_share,
    wilson_low(conversation_count, any_value(wholes.told_count)) AS topic_low_share,
    wilson_high(conversation_count, any_value(wholes.told_count)) AS topic_high_share
FROM with_all('cases') JOIN wholes USING (channel, week_on)
GROUP BY channel, week_on, family, sub_topic
