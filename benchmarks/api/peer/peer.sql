-- What a developer adds to the tables for PostGraphile to answer the same questions by the same indexes.
DROP SCHEMA IF EXISTS peer CASCADE;
CREATE SCHEMA peer;

-- Inlined into the query around it. OFFSET 0 has PostgreSQL go by the index of the words before the order: by a plan
-- that serves any words it would else look for them among the newest claims, which takes most of a second.
CREATE FUNCTION peer.search_claims(words text) RETURNS SETOF public.claim LANGUAGE sql STABLE AS $$
  SELECT * FROM public.claim
  WHERE array_to_tsvector(string_to_array(translate(search_key, '<>[]', ''), ' ')) @@ to_tsquery('simple', words)
    AND withdrawn_at IS NULL
  OFFSET 0
$$;
COMMENT ON FUNCTION peer.search_claims(text) IS '@behavior +order';

-- One row for each month and topic that has claims; those known to no more than a year are in no month.
CREATE FUNCTION peer.timeline_by_topic(of_speaker uuid, since date, until date)
RETURNS TABLE (month date, topic_id uuid, claims integer) LANGUAGE sql STABLE AS $$
  SELECT date_trunc('month', c.said_on::timestamp)::date, t.topic_id, count(*)::integer
  FROM public.claim c JOIN public.article_topic t ON t.article_id = c.article_id
  WHERE c.speaker_id = of_speaker AND c.said_on >= since AND c.said_on < until
    AND c.said_on_precision <> 'year' AND c.withdrawn_at IS NULL
  GROUP BY 1, 2 ORDER BY 1, 2
$$;
COMMENT ON FUNCTION peer.timeline_by_topic(uuid, date, date) IS '@behavior -queryField:resource:connection +queryField:resource:list';
