-- What may bend feedback, over the conversations opened in the trailing window.
--
-- left: asked_p: a test of the two-by-two table; its vectors stand with the tests of statistics.
-- left: note: the rule that raises it is in words only.

WITH people AS (
    SELECT agent_id, name AS agent_name, team FROM facts.agents WHERE role = 'agent'
),
requests AS (
    SELECT ratings.agent_id, conversation_id, points IS NOT NULL AS is_answered,
        coalesce(is_satisfied, false) AS is_satisfied,
        conversations.last_agent_id
    FROM facts.ratings JOIN facts.conversations USING (conversation_id)
    WHERE is_in_window(opened_at)
),
outcomes AS (
    -- The cases of resolution: conversations in the agent's hands that were resolved for good, or not.
    SELECT agent_id, conversation_id, value = 1 AS is_good FROM scored_cases WHERE dimension = 'resolution'
),
asked AS (
    SELECT agent_id,
        count(*) AS conversation_count,
        count(*) FILTER (WHERE is_good AND is_asked) AS good_asked,
        count(*) FILTER (WHERE is_good AND NOT is_asked) AS good_silent,
        count(*) FILTER (WHERE NOT is_good AND is_asked) AS bad_asked,
        count(*) FILTER (WHERE NOT is_good AND NOT is_asked) AS bad_silent,
        count(*) FILTER (WHERE is_good AND is_answered) AS good_answered,
        count(*) FILTER (WHERE is_good AND is_asked AND NOT is_answered) AS good_unanswered,
        count(*) FILTER (WHERE NOT is_good AND is_answered) AS bad_answered,
        count(*) FILTER (WHERE NOT is_good AND is_asked AND NOT is_answered) AS bad_unanswered
    FROM (
        SELECT outcomes.*, count(requests.conversation_id) > 0 AS is_asked,
            coalesce(bool_or(is_answered), false) AS is_answered
        FROM outcomes LEFT JOIN (SELECT conversation_id, is_answered FROM requests) AS requests
            USING (conversation_id)
        GROUP BY outcomes.agent_id, conversation_id, is_good
    )
    GROUP BY ALL
),
given AS (
    SELECT agent_id, count(*) AS asked_count, count(*) FILTER (WHERE is_answered) AS answered_count,
        count(*) FILTER (WHERE is_satisfied) AS satisfied_count
    FROM requests GROUP BY ALL
),
elsewhere AS (
    SELECT last_agent_id AS agent_id, count(*) AS elsewhere_count, count(*)
        FILTER (WHERE is_satisfied) AS elsewhere_satisfied_count
    FROM requests WHERE is_answered AND agent_id <> last_agent_id GROUP BY ALL
)
SELECT agent_id, agent_name, team,
    coalesce(conversation_count, 0) AS conversation_count,
    coalesce(asked_count, 0) AS asked_count,
    coalesce(answered_count, 0) AS answered_count,
    share(answered_count, asked_count) AS response_share,
    share(satisfied_count, answered_count) AS satisfied_share,
    share(satisfied_count, asked_count) AS satisfied_least_share,
    share(satisfied_count + asked_count - answered_count, asked_count) AS satisfied_most_share,
    share(good_asked, good_asked + good_silent) AS asked_of_good_share,
    share(bad_asked, bad_asked + bad_silent) AS asked_of_bad_share,
    odds_ratio(good_asked, good_silent, bad_asked, bad_silent) AS asked_odds_ratio,
    share(good_answered, good_asked) AS answered_of_good_share,
    share(bad_answered, bad_asked) AS answered_of_bad_share,
    odds_ratio(good_answered, good_unanswered, bad_answered, bad_unanswered) AS answered_odds_ratio,
    coalesce(elsewhere_count, 0) AS elsewhere_count,
    coalesce(elsewhere_satisfied_count, 0) AS elsewhere_satisfied_count
FROM people LEFT JOIN asked USING (agent_id) LEFT JOIN given USING (agent_id) LEFT JOIN elsewhere
    USING (agent_id)
