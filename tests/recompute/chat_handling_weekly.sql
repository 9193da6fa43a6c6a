-- What the chats that began in a week took of each agent who replied in them.

WITH replies AS (
    -- A chat is the agent's from the first reply, or from being assigned if that is earlier.
    SELECT conversation_id, author_id AS agent_id, min(sent_at) AS first_reply_at,
        max(sent_at) AS last_reply_at
    FROM facts.messages JOIN facts.agents ON agent_id = author_id
    WHERE channel = 'chat' AND role = 'agent' AND author_role = 'agent' AND kind IS DISTINCT FROM 'note'
        AND kind IS DISTINCT FROM 'auto_reply' AND visibility IS DISTINCT FROM 'private'
    GROUP BY ALL
),
assigned AS (
    SELECT conversation_id, value AS agent_id, min(began_at) AS assigned_at
    FROM facts.spans WHERE dimension = 'owner' AND value IS NOT NULL GROUP BY ALL
),
held AS (
    SELECT conversation_id, replies.agent_id,
        week_of(least(first_reply_at, coalesce(assigned_at, first_reply_at))) AS week_on,
        least(first_reply_at, coalesce(assigned_at, first_reply_at)) AS began_at,
        -- Until its resolution or its last message; handed over, until the agent's own last reply.
        CASE WHEN replies.agent_id = last_agent_id THEN coalesce(resolved_at, last_message_at)
            ELSE last_reply_at END AS ended_at
    FROM replies JOIN facts.conversations USING (conversation_id)
    JOIN (SELECT conversation_id, max(sent_at) AS last_message_at FROM facts.messages GROUP BY ALL)
        USING (conversation_id)
    LEFT JOIN assigned USING (conversation_id, agent_id)
),
solved AS (
    SELECT conversation_id, began_at AS solved_at, coalesce(ended_at, 'infinity') AS taken_up_at
    FROM facts.spans WHERE dimension = 'status' AND value IN ('solved', 'closed')
),
moments AS (
    -- Each chat is cut at every moment at which any of the agent's chats begins or ends, is solved or taken
    -- up.
    SELECT agent_id, began_at AS moment FROM held
    UNION SELECT agent_id, ended_at FROM held
    UNION SELECT agent_id, solved_at FROM held JOIN solved USING (conversation_id)
    UNION SELECT agent_id, taken_up_at FROM held JOIN solved USING (conversation_id)
        WHERE taken_up_at < 'infinity'
),
pieces AS (
    SELECT agent_id, moment AS from_at, lead(moment) OVER (PARTITION BY agent_id ORDER BY moment) AS to_at
        FROM moments
),
open AS (
    SELECT held.agent_id, week_on, held.conversation_id, from_at, seconds_between(from_at, to_at) AS seconds
    FROM held JOIN pieces ON pieces.agent_id = held.agent_id AND from_at >= began_at AND to_at <= ended_at
    WHERE NOT EXISTS (
        FROM solved WHERE solved.conversation_id = held.conversation_id AND solved_at <= from_at
            AND taken_up_at > from_at
    )
),
shared AS (
    SELECT *, seconds / count(*) OVER (PARTITION BY agent_id, from_at) AS part FROM open
),
weeks AS (
    SELECT agent_id, week_on, count(*) AS chat_count FROM held GROUP BY ALL
),
times AS (
    SELECT agent_id, week_on, sum(seconds) AS raw_handle_seconds, sum(part) AS busy_seconds FROM shared
        GROUP BY ALL
)
SELECT agent_id, name AS agent_name, team, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week,
    chat_count, coalesce(raw_handle_seconds, 0.0) AS raw_handle_seconds,
        coalesce(busy_seconds, 0.0) AS busy_seconds,
    share(raw_handle_seconds, chat_count) AS raw_handle_mean_seconds,
    share(busy_seconds, chat_count) AS handle_mean_seconds,
    share(raw_handle_seconds, busy_seconds) AS concurrency
FROM weeks LEFT JOIN times USING (agent_id, week_on) JOIN facts.agents USING (agent_id)
