-- What was found for the conversations of each of the vendor's categories, over the trailing window.

WITH told AS (
    -- Those in which the customer wrote something have a language.
    SELECT coalesce(topic_label, 'none') AS topic_label, topic_family, learnt_topic
    FROM facts.conversations WHERE language IS NOT NULL AND is_in_window(opened_at)
),
found AS (
    SELECT 'lexicon' AS method, topic_label, coalesce(topic_family, 'unknown') AS topic FROM told
    UNION ALL
    -- Only where the settings name a model.
    SELECT 'model', topic_label, coalesce(learnt_topic, 'unknown') FROM told
    WHERE EXISTS (FROM facts.conversations WHERE learnt_topic IS NOT NULL)
),
counts AS (
    SELECT method, topic_label, topic, count(*) AS conversation_count FROM found GROUP BY ALL
)
SELECT *,
    sum(conversation_count) OVER of_label AS label_count,
    conversation_count = max(conversation_count) OVER of_label AS is_most_found,
    share(conversation_count, label_count) AS found_share,
    wilson_low(conversation_count, label_count) AS found_low_share,
    wilson_high(conversation_count, label_count) AS found_high_share
FROM counts
WINDOW of_label AS (PARTITION BY method, topic_label)
