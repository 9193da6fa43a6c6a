-- What customers wrote in the conversations opened in a week, and how they felt. Those in which the
-- customer wrote something have a language.

WITH cases AS (
    SELECT channel, week_of(opened_at) AS week_on, * EXCLUDE (channel) FROM with_all('facts.conversations')
)
SELECT channel, week_name(week_on) AS week, week_on,
    is_over(week_on) AS is_complete, is_report_week(week_on) AS is_report_week,
    count(start_sentiment) AS start_sentiment_count,
    count(end_sentiment) AS end_sentiment_count,
    count(*) FILTER (WHERE end_sentiment < 0) AS unhappy_end_count,
    share(unhappy_end_count, end_sentiment_count) AS unhappy_end_share,
    wilson_low(unhappy_end_count, end_sentiment_count) AS unhappy_end_low_share,
    wilson_high(unhappy_end_count, end_sentiment_count) AS unhappy_end_high_share,
    count(*) FILTER (WHERE start_sentiment < 0 AND end_sentiment IS NOT NULL) AS unhappy_start_count,
    count(*) FILTER (WHERE start_sentiment < 0 AND end_sentiment >= 0) AS recovered_count,
    share(recovered_count, unhappy_start_count) AS recovered_share,
    wilson_low(recovered_count, unhappy_start_count) AS recovered_low_share,
    wilson_high(recovered_count, unhappy_start_count) AS recovered_high_share,
    count(language) AS told_count,
    sum(question_count) AS question_count,
    count(*) FILTER (WHERE repeat_count > 0) AS repeated_conversation_count,
    share(repeated_conversation_count, told_count) AS repeated_share,
    wilson_low(repeated_conversation_count, told_count) AS repeated_low_share,
    wilson_high(repeated_conversation_count, told_count) AS repeated_high_share,
    count(*) FILTER (WHERE again_count > 0) AS again_conversation_count,
    share(again_conversation_count, told_count) AS again_share,
    wilson_low(again_conversation_count, told_count) AS again_low_share,
    wilson_high(again_conversation_count, told_count) AS again_high_share,
    count(*) FILTER (WHERE reasked_count > 0) AS reasked_conversation_count,
    share(reasked_conversation_count, told_count) AS reasked_share,
    wilson_low(reasked_conversation_count, told_count) AS reasked_low_share,
    wilson_high(reasked_conversation_count, told_count) AS reasked_high_share,
    count(*) FILTER (WHERE unanswered_question_count > 0) AS unanswered_conversation_count,
    share(unanswered_conversation_count, told_count) AS unanswered_share,
    wilson_low(unanswered_conversation_count, told_count) AS unanswered_low_share,
    wilson_high(unanswered_conversation_count, told_count) AS unanswered_high_share,
    count(*) FILTER (WHERE transfer_count > 0) AS transferred_conversation_count,
    share(transferred_conversation_count, told_count) AS transferred_share,
    wilson_low(transferred_conversation_count, told_count) AS transferred_low_share,
    wilson_high(transferred_conversation_count, told_count) AS transferred_high_share
FROM cases
WHERE language IS NOT NULL
GROUP BY ALL
