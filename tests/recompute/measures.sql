-- One macro per measure's page. Each takes the name of a relation of conversations (or of waits,
-- ratings, ...) that has two columns besides its own: grp, what is told apart, and week_on, the week
-- that a row is filed under; and gives one row per grp and week_on.

CREATE MACRO volume(cases) AS TABLE
    SELECT grp, week_on,
        count(*) AS conversation_count,
        sum(message_count) AS message_count,
        sum(customer_message_count) AS customer_message_count,
        sum(agent_reply_count) AS agent_reply_count,
        sum(bot_message_count) AS bot_message_count,
        sum(transfer_count) AS transfer_count
    FROM query_table(cases) GROUP BY ALL;

-- A conversation that waits for no first response has no first_response_began_at.
CREATE MACRO first_response(cases) AS TABLE
    SELECT grp, week_on,
        count(first_response_began_at) AS asked_count,
        count(first_response_seconds) AS first_response_count,
        avg(first_response_seconds) AS first_response_mean_seconds,
        median(first_response_seconds) AS first_response_median_seconds,
        p90(first_response_seconds) AS first_response_p90_seconds,
        avg(first_response_business_seconds) AS first_response_business_mean_seconds,
        median(first_response_business_seconds) AS first_response_business_median_seconds,
        p90(first_response_business_seconds) AS first_response_business_p90_seconds
    FROM query_table(cases) GROUP BY ALL;

CREATE MACRO next_response(waits) AS TABLE
    SELECT grp, week_on,
        count(*) AS wait_count,
        count(*) FILTER (WHERE ended_by = 'open') AS open_wait_count,
        count(response_seconds) AS response_count,
        avg(response_seconds) AS response_mean_seconds,
        median(response_seconds) AS response_median_seconds,
        p90(response_seconds) AS response_p90_seconds,
        avg(response_business_seconds) AS response_business_mean_seconds,
        median(response_business_seconds) AS response_business_median_seconds,
        p90(response_business_seconds) AS response_business_p90_seconds
    FROM query_table(waits) GROUP BY ALL;

CREATE MACRO resolution(cases) AS TABLE
    SELECT grp, week_on,
        count(is_resolved) AS resolution_known_count,
        count(*) FILTER (WHERE is_resolved) AS resolved_count,
        count(*) FILTER (WHERE NOT is_resolved) AS unresolved_count,
        share(resolved_count, resolution_known_count) AS resolution_share,
        wilson_low(resolved_count, resolution_known_count) AS resolution_low_share,
        wilson_high(resolved_count, resolution_known_count) AS resolution_high_share
    FROM query_table(cases) GROUP BY ALL;

-- Only what stayed resolved has a time.
CREATE MACRO time_to_resolve(cases) AS TABLE
    SELECT grp, week_on,
        count(resolve_seconds) AS resolve_count,
        avg(resolve_seconds) AS resolve_mean_seconds,
        median(resolve_seconds) AS resolve_median_seconds,
        p90(resolve_seconds) AS resolve_p90_seconds,
        avg(resolve_business_seconds) AS resolve_business_mean_seconds,
        median(resolve_business_seconds) AS resolve_business_median_seconds,
        p90(resolve_business_seconds) AS resolve_business_p90_seconds
    FROM query_table(cases) GROUP BY ALL;

-- Requester wait, agent wait, agent work and on hold: of the resolved ones only.
CREATE MACRO status_times(cases) AS TABLE
    SELECT grp, week_on,
        count(requester_wait_seconds) AS requester_wait_count,
        avg(requester_wait_seconds) AS requester_wait_mean_seconds,
        median(requester_wait_seconds) AS requester_wait_median_seconds,
        p90(requester_wait_seconds) AS requester_wait_p90_seconds,
        avg(requester_wait_business_seconds) AS requester_wait_business_mean_seconds,
        median(requester_wait_business_seconds) AS requester_wait_business_median_seconds,
        p90(requester_wait_business_seconds) AS requester_wait_business_p90_seconds,
        count(agent_wait_seconds) AS agent_wait_count,
        avg(agent_wait_seconds) AS agent_wait_mean_seconds,
        median(agent_wait_seconds) AS agent_wait_median_seconds,
        p90(agent_wait_seconds) AS agent_wait_p90_seconds,
        avg(agent_wait_business_seconds) AS agent_wait_business_mean_seconds,
        median(agent_wait_business_seconds) AS agent_wait_business_median_seconds,
        p90(agent_wait_business_seconds) AS agent_wait_business_p90_seconds,
        count(agent_work_seconds) AS agent_work_count,
        avg(agent_work_seconds) AS agent_work_mean_seconds,
        median(agent_work_seconds) AS agent_work_median_seconds,
        p90(agent_work_seconds) AS agent_work_p90_seconds,
        avg(agent_work_business_seconds) AS agent_work_business_mean_seconds,
        median(agent_work_business_seconds) AS agent_work_business_median_seconds,
        p90(agent_work_business_seconds) AS agent_work_business_p90_seconds,
        count(on_hold_seconds) AS on_hold_count,
        avg(on_hold_seconds) AS on_hold_mean_seconds,
        median(on_hold_seconds) AS on_hold_median_seconds,
        p90(on_hold_seconds) AS on_hold_p90_seconds,
        avg(on_hold_business_seconds) AS on_hold_business_mean_seconds,
        median(on_hold_business_seconds) AS on_hold_business_median_seconds,
        p90(on_hold_business_seconds) AS on_hold_business_p90_seconds
    FROM query_table(cases) WHERE is_resolved GROUP BY ALL;

CREATE MACRO one_touch(cases) AS TABLE
    SELECT grp, week_on,
        count(is_one_touch) AS touch_known_count,
        count(*) FILTER (WHERE is_one_touch) AS one_touch_count,
        share(one_touch_count, touch_known_count) AS one_touch_share,
        wilson_low(one_touch_count, touch_known_count) AS one_touch_low_share,
        wilson_high(one_touch_count, touch_known_count) AS one_touch_high_share
    FROM query_table(cases) WHERE is_resolved GROUP BY ALL;

CREATE MACRO reopens(cases) AS TABLE
    SELECT grp, week_on,
        count(reopen_count) AS reopen_known_count,
        count(*) FILTER (WHERE reopen_count > 0) AS reopened_count,
        coalesce(sum(reopen_count), 0) AS reopen_count,
        coalesce(sum(reopen_by_customer_count), 0) AS reopen_by_customer_count,
        coalesce(sum(reopen_by_status_count), 0) AS reopen_by_status_count,
        share(reopened_count, reopen_known_count) AS reopened_share,
        wilson_low(reopened_count, reopen_known_count) AS reopened_low_share,
        wilson_high(reopened_count, reopen_known_count) AS reopened_high_share
    FROM query_table(cases) WHERE first_resolved_at IS NOT NULL GROUP BY ALL;

-- Calls back wait for no answer.
CREATE MACRO abandonment(cases) AS TABLE
    SELECT grp, week_on,
        count(*) FILTER (WHERE outcome <> 'callback') AS queued_count,
        count(*) FILTER (WHERE outcome = 'abandoned') AS abandoned_count,
        share(abandoned_count, queued_count) AS abandonment_share,
        wilson_low(abandoned_count, queued_count) AS abandonment_low_share,
        wilson_high(abandoned_count, queued_count) AS abandonment_high_share
    FROM query_table(cases) GROUP BY ALL;

CREATE MACRO service_level(cases) AS TABLE
    SELECT grp, week_on,
        count(is_service_level_met) AS service_level_call_count,
        count(*) FILTER (WHERE is_service_level_met) AS service_level_met_count,
        share(service_level_met_count, service_level_call_count) AS service_level_share,
        wilson_low(service_level_met_count, service_level_call_count) AS service_level_low_share,
        wilson_high(service_level_met_count, service_level_call_count) AS service_level_high_share
    FROM query_table(cases) GROUP BY ALL;

-- Speed of answer and handle time, of answered calls.
CREATE MACRO answered_calls(cases) AS TABLE
    SELECT grp, week_on,
        count(queue_seconds) AS speed_of_answer_count,
        avg(queue_seconds) AS speed_of_answer_mean_seconds,
        median(queue_seconds) AS speed_of_answer_median_seconds,
        p90(queue_seconds) AS speed_of_answer_p90_seconds,
        count(talk_seconds) AS talk_count,
        avg(talk_seconds) AS talk_mean_seconds,
        median(talk_seconds) AS talk_median_seconds,
        p90(talk_seconds) AS talk_p90_seconds,
        count(hold_seconds) AS hold_count,
        avg(hold_seconds) AS hold_mean_seconds,
        median(hold_seconds) AS hold_median_seconds,
        p90(hold_seconds) AS hold_p90_seconds,
        count(wrap_up_seconds) AS after_call_work_count,
        avg(wrap_up_seconds) AS after_call_work_mean_seconds,
        median(wrap_up_seconds) AS after_call_work_median_seconds,
        p90(wrap_up_seconds) AS after_call_work_p90_seconds,
        count(handle_seconds) AS handle_count,
        avg(handle_seconds) AS handle_mean_seconds,
        median(handle_seconds) AS handle_median_seconds,
        p90(handle_seconds) AS handle_p90_seconds
    FROM query_table(cases) WHERE outcome = 'answered' GROUP BY ALL;

CREATE MACRO speech(cases) AS TABLE
    SELECT grp, week_on,
        count(overlap_seconds) AS overlap_count,
        avg(overlap_seconds) AS overlap_mean_seconds,
        median(overlap_seconds) AS overlap_median_seconds,
        p90(overlap_seconds) AS overlap_p90_seconds,
        count(silence_seconds) AS silence_count,
        avg(silence_seconds) AS silence_mean_seconds,
        median(silence_seconds) AS silence_median_seconds,
        p90(silence_seconds) AS silence_p90_seconds,
        count(dead_air_seconds) AS dead_air_count,
        avg(dead_air_seconds) AS dead_air_mean_seconds,
        median(dead_air_seconds) AS dead_air_median_seconds,
        p90(dead_air_seconds) AS dead_air_p90_seconds
    FROM query_table(cases) GROUP BY ALL;

-- Each conversation of a known customer that was resolved seven days or more before the data's end,
-- with whether that customer came back within seven days: took this one up again, or began another on
-- the same topic (or of one of the two nobody knows the topic), or on any.
CREATE VIEW followed AS
    WITH returns AS (
        SELECT one.conversation_id, bool_or(coalesce(later.topic_label = one.topic_label,
            true)) AS is_on_topic
        FROM facts.conversations AS one JOIN facts.conversations AS later
            ON later.customer_id = one.customer_id AND later.conversation_id <> one.conversation_id
            AND later.opened_at > one.first_resolved_at
            AND later.opened_at <= one.first_resolved_at + INTERVAL 168 HOURS
        GROUP BY ALL
    )
    SELECT conversations.*,
        coalesce(reopen_by_customer_count > 0, false)
            AND coalesce(reopened_by_customer_at <= first_resolved_at + INTERVAL 168 HOURS,
                true) AS is_reopened,
        is_reopened OR is_on_topic IS NOT NULL AS is_back,
        is_reopened OR coalesce(is_on_topic, false) AS is_back_on_topic
    FROM facts.conversations LEFT JOIN returns USING (conversation_id)
    WHERE customer_id IS NOT NULL
        AND first_resolved_at + INTERVAL 168 HOURS <= getvariable('as_of');

CREATE MACRO first_contact_resolution(cases) AS TABLE
    SELECT grp, week_on,
        count(*) AS followed_count,
        count(*) FILTER (WHERE NOT is_back_on_topic) AS first_contact_resolved_count,
        count(*) FILTER (WHERE is_back) AS recontacted_count,
        share(first_contact_resolved_count, followed_count) AS first_contact_resolution_share,
        wilson_low(first_contact_resolved_count, followed_count) AS first_contact_resolution_low_share,
        wilson_high(first_contact_resolved_count, followed_count) AS first_contact_resolution_high_share,
        share(recontacted_count, followed_count) AS recontact_share,
        wilson_low(recontacted_count, followed_count) AS recontact_low_share,
        wilson_high(recontacted_count, followed_count) AS recontact_high_share
    FROM query_table(cases) GROUP BY ALL;

-- The ratings that the run's rule counts have points.
CREATE MACRO csat(ratings) AS TABLE
    SELECT grp, week_on,
        count(*) AS rating_offered_count,
        count(points) AS rating_count,
        count(*) FILTER (WHERE is_satisfied) AS satisfied_count,
        share(satisfied_count, rating_count) AS csat_share,
        wilson_low(satisfied_count, rating_count) AS csat_low_share,
        wilson_high(satisfied_count, rating_count) AS csat_high_share,
        share(rating_count, rating_offered_count) AS rating_response_share,
        avg(points) AS rating_mean_points,
        median(points) AS rating_median_points,
        p90(points) AS rating_p90_points
    FROM query_table(ratings) GROUP BY ALL;

CREATE MACRO quality(verdicts) AS TABLE
    SELECT grp, week_on,
        count(*) FILTER (WHERE NOT is_critical AND weight > 0) AS criterion_judged_count,
        count(*) FILTER (WHERE NOT is_critical AND weight > 0 AND verdict = 'met') AS criterion_met_count,
        count(*) FILTER (WHERE certainty = 'unsure') AS verdict_unsure_count,
        count(*) FILTER (WHERE is_critical) AS critical_judged_count,
        count(*) FILTER (WHERE is_critical AND verdict = 'missed') AS critical_missed_count,
        share(criterion_met_count, criterion_judged_count) AS criterion_met_share,
        wilson_low(criterion_met_count, criterion_judged_count) AS criterion_met_low_share,
        wilson_high(criterion_met_count, criterion_judged_count) AS criterion_met_high_share
    FROM query_table(verdicts) GROUP BY ALL;

CREATE MACRO attainment(promises) AS TABLE
    SELECT grp, week_on, promise,
        count(*) AS promise_count,
        count(*) FILTER (WHERE state = 'kept') AS kept_count,
        count(*) FILTER (WHERE state = 'broken') AS broken_count,
        count(*) FILTER (WHERE state = 'pending') AS pending_count,
        kept_count + broken_count AS due_count,
        share(kept_count, due_count) AS attainment_share,
        wilson_low(kept_count, due_count) AS attainment_low_share,
        wilson_high(kept_count, due_count) AS attainment_high_share
    FROM query_table(promises) GROUP BY ALL;

-- The stretches in which a conversation is in the backlog. Where its status has a history, that in
-- which it is neither solved nor closed; else from its opening until it was resolved for good.
-- Calls that were given up are in none, nor is what nothing says of whether or when it was resolved.
CREATE VIEW open_stretches AS
    WITH statuses AS (
        SELECT * FROM facts.spans WHERE dimension = 'status'
    ),
    cases AS (
        SELECT *, conversation_id IN (SELECT conversation_id FROM statuses
            WHERE value <> 'unknown') AS has_history
        FROM facts.conversations
        WHERE is_open IS NOT NULL AND outcome IS DISTINCT FROM 'abandoned'
    )
    SELECT conversation_id, cases.channel, opened_at, began_at, ended_at
    FROM cases JOIN statuses USING (conversation_id)
    WHERE has_history AND value NOT IN ('solved', 'closed')
    UNION ALL
    SELECT conversation_id, channel, opened_at, opened_at AS began_at, resolved_at AS ended_at
    FROM cases
    WHERE NOT has_history AND (is_open OR resolved_at IS NOT NULL);

-- The criteria that go with an outcome on this desk; the others are descriptive.
CREATE VIEW scored_criteria AS
    SELECT DISTINCT criterion FROM published.rubric_effects WHERE standing = 'scored';

-- Values of cases are told to a part in 4096, so that their sums are the same in whatever order.
CREATE MACRO told(value) AS round(4096 * value) / 4096;

-- The cases of each dimension of docs/scores.md over the trailing window, each to its agent's credit.
CREATE VIEW scored_cases AS
    WITH conversations AS (
        SELECT * FROM facts.conversations WHERE is_in_window(opened_at)
    ),
    people AS (
        SELECT agent_id FROM facts.agents WHERE role = 'agent'
    ),
    resolution AS (
        -- Resolved for good; of a known customer it does not count yet where seven days are not over.
        SELECT last_agent_id AS agent_id, conversation_id, opened_at,
            CASE WHEN is_resolved AND NOT coalesce(is_back_on_topic, false)
                AND coalesce(reopen_by_customer_count, 0) = 0 THEN 1.0 ELSE 0.0 END AS value
        FROM conversations LEFT JOIN (SELECT conversation_id, is_back_on_topic FROM followed)
            USING (conversation_id)
        WHERE is_resolved IS NOT NULL
            AND (NOT is_resolved OR customer_id IS NULL
                OR first_resolved_at + INTERVAL 168 HOURS <= getvariable('as_of'))
    ),
    feedback AS (
        SELECT ratings.agent_id, conversation_id, opened_at, CAST(is_satisfied AS INTEGER) AS value
        FROM facts.ratings JOIN conversations USING (conversation_id)
        WHERE points IS NOT NULL
    ),
    quality AS (
        SELECT agent_id, conversation_id, any_value(conversations.opened_at) AS opened_at,
            told(coalesce(sum(weight) FILTER (WHERE verdict = 'met'), 0) / sum(weight)) AS value
        FROM facts.verdicts JOIN conversations USING (conversation_id) JOIN scored_criteria
            USING (criterion)
        WHERE NOT is_critical AND weight > 0
        GROUP BY agent_id, conversation_id
    ),
    speed AS (
        SELECT agent_id, conversation_id, any_value(opened_at) AS opened_at,
            told(avg(told(ln(1 + response_business_seconds)))) AS value
        FROM facts.turns JOIN conversations USING (conversation_id)
        WHERE response_business_seconds IS NOT NULL
        GROUP BY agent_id, conversation_id
    ),
    efficiency AS (
        SELECT last_agent_id AS agent_id, conversation_id, opened_at,
            told(ln(CASE WHEN channel = 'phone' THEN handle_seconds ELSE agent_reply_count END)) AS value
        FROM conversations
        WHERE is_resolved AND agent_count = 1 AND CASE WHEN channel = 'phone' THEN handle_seconds
            ELSE agent_reply_count END > 0
    )
    FROM people JOIN (
        SELECT 'resolution' AS dimension, * FROM resolution
        UNION ALL SELECT 'feedback', * FROM feedback
        UNION ALL SELECT 'quality', * FROM quality
        UNION ALL SELECT 'speed', * FROM speed
        UNION ALL SELECT 'efficiency', * FROM efficiency
    ) USING (agent_id);

-- The cases of what is coached, each to its agent's credit: a topic on a channel, resolved for good; a
-- criterion that is scored or critical, met; a kind of promise, kept.
CREATE VIEW practised AS
    SELECT 'topic' AS measure_kind, topic_family AS measure, channel AS measure_channel, agent_id, value
    FROM scored_cases JOIN facts.conversations USING (conversation_id)
    WHERE dimension = 'resolution' AND topic_family IS NOT NULL
    UNION ALL
    SELECT 'criterion', criterion, 'all', agent_id, CAST(verdict = 'met' AS INTEGER)
    FROM facts.verdicts JOIN facts.agents USING (agent_id)
    WHERE role = 'agent' AND is_in_window(opened_at)
        AND (is_critical OR criterion IN (FROM scored_criteria))
    UNION ALL
    SELECT 'promise', promise, 'all', agent_id, CAST(is_kept AS INTEGER)
    FROM (SELECT promises.*, conversations.opened_at FROM facts.promises JOIN facts.conversations
        USING (conversation_id)) JOIN facts.agents USING (agent_id)
    WHERE role = 'agent' AND is_in_window(opened_at) AND is_kept IS NOT NULL;
