SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA kubezap;
CREATE PROCEDURE kubezap.fence(IN in_session_id bigint, IN in_token uuid, IN in_commit_no bigint, IN in_ttl_ms bigint, IN in_event_sequence bigint)
    LANGUAGE plpgsql
    AS $$
declare
  hidden text;
begin
  update kubezap.lease
     set commit_no = commit_no + 1,
         expires_at = clock_timestamp() + in_ttl_ms * interval '1 millisecond',
         event_sequence = in_event_sequence
   where session_id = in_session_id and token = in_token and commit_no = in_commit_no
     and event_sequence <= in_event_sequence;
  if not found then
    hidden := kubezap.hidden_tables(in_session_id);
    if hidden is not null then
      raise exception 'role % sees no rows of session % in: %', current_user, in_session_id, hidden
        using errcode = 'KZ002';
    end if;
    raise exception 'the lease of session % is not ours at commit %', in_session_id, in_commit_no
      using errcode = 'KZ001';
  end if;
end
$$;
CREATE FUNCTION kubezap.own_session() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN starts_with((CURRENT_USER)::text, 'kubezap_session_'::text) THEN (substr((CURRENT_USER)::text, 17))::bigint ELSE NULL::bigint END;
CREATE FUNCTION kubezap.hidden_tables(in_session_id bigint) RETURNS text
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT string_agg((c.relname)::text, ', '::text ORDER BY ((c.relname)::text)) AS string_agg
    FROM pg_class c
   WHERE ((c.relnamespace = ('kubezap'::regnamespace)::oid) AND (c.relkind = ANY (ARRAY['r'::"char", 'p'::"char"])) AND row_security_active(c.oid) AND (NOT (EXISTS ( SELECT
            FROM pg_policy p
           WHERE ((p.polrelid = c.oid) AND p.polpermissive AND (p.polcmd = ANY (ARRAY['*'::"char", 'r'::"char"])) AND (EXISTS ( SELECT
                    FROM unnest(p.polroles) r(oid)
                   WHERE ((r.oid = (0)::oid) OR pg_has_role(r.oid, 'usage'::text)))) AND ((p.polname <> 'own_rows'::name) OR (kubezap.own_session() = hidden_tables.in_session_id)))))));
END;
CREATE PROCEDURE kubezap.protect(IN in_table regclass)
    LANGUAGE plpgsql
    SET client_min_messages TO 'warning'
    AS $$
begin
  execute format('alter table %s enable row level security, force row level security', in_table);
  execute format('drop policy if exists own_rows on %s', in_table);
  execute format('create policy own_rows on %s using (coalesce(session_id = kubezap.own_session(), false))', in_table);
  execute format('drop policy if exists fleet on %s', in_table);
  execute format('create policy fleet on %s to %I using (true)', in_table,
    (select pg_get_userbyid(relowner) from pg_class where oid = in_table));
end
$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE kubezap.breaker (
    scope text NOT NULL,
    reason text NOT NULL,
    until timestamp with time zone NOT NULL
);
ALTER TABLE ONLY kubezap.breaker FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.chat (
    session_id bigint NOT NULL,
    id text NOT NULL,
    lid text,
    last_message_at timestamp with time zone NOT NULL,
    unread integer NOT NULL,
    sealed_name bytea,
    archived boolean DEFAULT false NOT NULL,
    pinned_at timestamp with time zone,
    muted_until timestamp with time zone,
    marked_unread boolean DEFAULT false NOT NULL,
    cleared_at timestamp with time zone,
    deleted boolean DEFAULT false NOT NULL,
    labels text[] DEFAULT '{}'::text[] NOT NULL
)
WITH (fillfactor='60');
ALTER TABLE ONLY kubezap.chat ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.chat ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.chat ALTER COLUMN lid SET STATISTICS 0;
ALTER TABLE ONLY kubezap.chat ALTER COLUMN sealed_name SET STATISTICS 0;
ALTER TABLE ONLY kubezap.chat FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.chat_merge (
    session_id bigint NOT NULL,
    name text NOT NULL,
    number integer NOT NULL,
    chat text NOT NULL
);
ALTER TABLE ONLY kubezap.chat_merge ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.chat_merge ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY kubezap.chat_merge ALTER COLUMN chat SET STATISTICS 0;
ALTER TABLE ONLY kubezap.chat_merge FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.lease (
    session_id bigint NOT NULL,
    epoch bigint NOT NULL,
    token uuid NOT NULL,
    commit_no bigint NOT NULL,
    holder text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    released boolean DEFAULT false NOT NULL,
    event_sequence bigint NOT NULL,
    previous_epoch bigint NOT NULL,
    previous_commit_no bigint NOT NULL,
    previous_released boolean NOT NULL
)
WITH (fillfactor='20', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='1000');
ALTER TABLE ONLY kubezap.lease ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.lease ALTER COLUMN token SET STATISTICS 0;
ALTER TABLE ONLY kubezap.lease ALTER COLUMN holder SET STATISTICS 0;
ALTER TABLE ONLY kubezap.lease FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.message (
    session_id bigint NOT NULL,
    id uuid NOT NULL,
    stanza_id text NOT NULL,
    chat text NOT NULL,
    chat_lid text,
    sender text NOT NULL,
    sender_device integer NOT NULL,
    from_me boolean NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    type text NOT NULL,
    status text NOT NULL,
    sealed bytea NOT NULL,
    chat_key bigint GENERATED ALWAYS AS (hashtextextended(chat, session_id)) STORED NOT NULL,
    stanza_key bigint GENERATED ALWAYS AS (hashtextextended(stanza_id, session_id)) STORED NOT NULL,
    chat_merges integer DEFAULT 0 NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    server_at timestamp with time zone,
    delivered_at timestamp with time zone,
    read_at timestamp with time zone,
    played_at timestamp with time zone,
    starred boolean DEFAULT false NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY kubezap.message ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.message ALTER COLUMN chat SET STATISTICS 0;
ALTER TABLE ONLY kubezap.message ALTER COLUMN chat_lid SET STATISTICS 0;
ALTER TABLE ONLY kubezap.message ALTER COLUMN sender SET STATISTICS 0;
ALTER TABLE ONLY kubezap.message ALTER COLUMN sealed SET STATISTICS 0;
ALTER TABLE ONLY kubezap.message ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE ONLY kubezap.message ALTER COLUMN chat_key SET STATISTICS 0;
ALTER TABLE ONLY kubezap.message ALTER COLUMN stanza_key SET STATISTICS 0;
ALTER TABLE ONLY kubezap.message FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.message_metadata (
    session_id bigint NOT NULL,
    label bigint NOT NULL,
    message_id uuid NOT NULL
);
ALTER TABLE ONLY kubezap.message_metadata ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.message_metadata ALTER COLUMN label SET STATISTICS 0;
ALTER TABLE ONLY kubezap.message_metadata FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.migration_place (
    version text NOT NULL,
    place text[],
    done bigint NOT NULL,
    expected bigint NOT NULL,
    ended boolean DEFAULT false NOT NULL
);
ALTER TABLE ONLY kubezap.migration_place FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.outbox (
    session_id bigint NOT NULL,
    sequence bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    subject text,
    at timestamp with time zone NOT NULL,
    sealed bytea,
    message_id uuid,
    stanza_id text,
    status text
);
ALTER TABLE ONLY kubezap.outbox ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.outbox ALTER COLUMN subject SET STATISTICS 0;
ALTER TABLE ONLY kubezap.outbox ALTER COLUMN sealed SET STATISTICS 0;
ALTER TABLE ONLY kubezap.outbox ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE ONLY kubezap.outbox FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.outgoing (
    session_id bigint NOT NULL,
    message_id uuid NOT NULL,
    stanza_id text NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    sealed bytea NOT NULL,
    delivered bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ONLY kubezap.outgoing ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.outgoing ALTER COLUMN sealed SET STATISTICS 0;
ALTER TABLE ONLY kubezap.outgoing ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE ONLY kubezap.outgoing FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.prepared (
    session_id bigint NOT NULL,
    message_id uuid NOT NULL,
    number bigint NOT NULL,
    stanza_id text NOT NULL,
    phash text NOT NULL,
    stanza bytea NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000');
ALTER TABLE ONLY kubezap.prepared ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.prepared ALTER COLUMN phash SET STATISTICS 0;
ALTER TABLE ONLY kubezap.prepared ALTER COLUMN stanza SET STATISTICS 0;
ALTER TABLE ONLY kubezap.prepared ALTER COLUMN stanza SET STORAGE EXTERNAL;
ALTER TABLE ONLY kubezap.prepared FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.queue (
    session_id bigint NOT NULL,
    message_id uuid NOT NULL,
    chat text
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000');
ALTER TABLE ONLY kubezap.queue ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.queue FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);
CREATE TABLE kubezap.session (
    session_id bigint NOT NULL,
    namespace text NOT NULL,
    name text NOT NULL,
    created timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT session_session_id_check CHECK ((session_id > 0))
);
ALTER TABLE ONLY kubezap.session ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.session ALTER COLUMN namespace SET STATISTICS 0;
ALTER TABLE ONLY kubezap.session ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY kubezap.session FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.state (
    session_id bigint NOT NULL,
    kind text NOT NULL,
    name bytea NOT NULL,
    value bytea NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (fillfactor='70');
ALTER TABLE ONLY kubezap.state ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.state ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY kubezap.state ALTER COLUMN value SET STATISTICS 0;
ALTER TABLE ONLY kubezap.state ALTER COLUMN value SET STORAGE EXTERNAL;
ALTER TABLE ONLY kubezap.state FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.webhook (
    session_id bigint NOT NULL,
    name text NOT NULL,
    "position" bigint NOT NULL,
    failing_since timestamp with time zone,
    sealed bytea
)
WITH (fillfactor='20');
ALTER TABLE ONLY kubezap.webhook ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.webhook ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY kubezap.webhook ALTER COLUMN sealed SET STATISTICS 0;
ALTER TABLE ONLY kubezap.webhook ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE ONLY kubezap.webhook FORCE ROW LEVEL SECURITY;
CREATE TABLE kubezap.webhook_delivery (
    session_id bigint NOT NULL,
    webhook text NOT NULL,
    sequence bigint NOT NULL,
    subject text,
    state text NOT NULL,
    attempts integer NOT NULL,
    next_at timestamp with time zone,
    first_attempt_at timestamp with time zone,
    last_attempt_at timestamp with time zone,
    last_status integer,
    last_error text,
    CONSTRAINT webhook_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'dead'::text])))
)
WITH (fillfactor='70');
ALTER TABLE ONLY kubezap.webhook_delivery ALTER COLUMN session_id SET STATISTICS 0;
ALTER TABLE ONLY kubezap.webhook_delivery ALTER COLUMN webhook SET STATISTICS 0;
ALTER TABLE ONLY kubezap.webhook_delivery ALTER COLUMN subject SET STATISTICS 0;
ALTER TABLE ONLY kubezap.webhook_delivery ALTER COLUMN last_error SET STATISTICS 0;
ALTER TABLE ONLY kubezap.webhook_delivery FORCE ROW LEVEL SECURITY;
INSERT INTO kubezap.chat VALUES (8201050165926488333, 'waiting', NULL, '2026-11-25 00:48:59.123082+00', 1, NULL, false, NULL, NULL, false, NULL, false, '{}');
INSERT INTO kubezap.chat_merge VALUES (8201050165926488333, 'waiting', 1, 'waiting');
INSERT INTO kubezap.lease VALUES (8201050165926488333, 1, '00000000-0000-7000-8000-000000000001', 1, 'waiting', '2026-11-25 00:48:59.137819+00', false, 1, 1, 1, true);
INSERT INTO kubezap.message VALUES (8201050165926488333, '00000000-0000-7000-8000-000000000001', 'waiting', 'waiting', NULL, 'waiting', 1, true, '2026-11-25 00:48:59.142699+00', 'waiting', 'waiting', '\x01', DEFAULT, DEFAULT, 0, false, NULL, NULL, NULL, NULL, false);
INSERT INTO kubezap.message_metadata VALUES (8201050165926488333, 1, '00000000-0000-7000-8000-000000000001');
INSERT INTO kubezap.outbox VALUES (8201050165926488333, 1, '00000000-0000-7000-8000-000000000001', 'waiting', NULL, '2026-11-25 00:48:59.147862+00', NULL, NULL, NULL, NULL);
INSERT INTO kubezap.outgoing VALUES (8201050165926488333, '00000000-0000-7000-8000-000000000001', 'waiting', '2026-11-25 00:48:59.153535+00', '\x01', 0);
INSERT INTO kubezap.prepared VALUES (8201050165926488333, '00000000-0000-7000-8000-000000000001', 1, 'waiting', 'waiting', '\x01');
INSERT INTO kubezap.queue VALUES (8201050165926488333, '00000000-0000-7000-8000-000000000001', NULL);
INSERT INTO kubezap.schema_history VALUES (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"kubezap"', NULL, 'postgres', '2026-11-25 00:48:58.43696', 0, true);
INSERT INTO kubezap.schema_history VALUES (1, '001', 'ownership', 'SQL', 'db/kubezap/migration/V001__ownership.sql', -2074201805, 'postgres', '2026-11-25 00:48:58.468828', 23, true);
INSERT INTO kubezap.schema_history VALUES (2, '002', 'state and messages', 'SQL', 'db/kubezap/migration/V002__state_and_messages.sql', 1223190599, 'postgres', '2026-11-25 00:48:58.521085', 49, true);
INSERT INTO kubezap.schema_history VALUES (3, '003', 'events and webhooks', 'SQL', 'db/kubezap/migration/V003__events_and_webhooks.sql', 1660579995, 'postgres', '2026-11-25 00:48:58.580294', 17, true);
INSERT INTO kubezap.schema_history VALUES (4, '004', 'send queue', 'SQL', 'db/kubezap/migration/V004__send_queue.sql', -27834094, 'postgres', '2026-11-25 00:48:58.607543', 7, true);
INSERT INTO kubezap.schema_history VALUES (5, '005', 'isolation', 'SQL', 'db/kubezap/migration/V005__isolation.sql', 893156904, 'postgres', '2026-11-25 00:48:58.631352', 17, true);
INSERT INTO kubezap.schema_history VALUES (6, '006', 'webhook settings', 'SQL', 'db/kubezap/migration/V006__webhook_settings.sql', 351569490, 'postgres', '2026-11-25 00:48:58.667276', 5, true);
INSERT INTO kubezap.schema_history VALUES (7, '007', 'policies without subselect', 'SQL', 'db/kubezap/migration/V007__policies_without_subselect.sql', -864904241, 'postgres', '2026-11-25 00:48:58.685779', 6, true);
INSERT INTO kubezap.schema_history VALUES (8, '008', 'stored once', 'SQL', 'db/kubezap/migration/V008__stored_once.sql', -1915884021, 'postgres', '2026-11-25 00:48:58.699496', 3, true);
INSERT INTO kubezap.schema_history VALUES (9, '009', 'one index by session', 'SQL', 'db/kubezap/migration/V009__one_index_by_session.sql', -98358289, 'postgres', '2026-11-25 00:48:58.713077', 15, true);
INSERT INTO kubezap.schema_history VALUES (10, '010', 'found by whole key', 'SQL', 'db/kubezap/migration/V010__found_by_whole_key.sql', -1056643884, 'postgres', '2026-11-25 00:48:58.741941', 21, true);
INSERT INTO kubezap.schema_history VALUES (11, '011', 'message types', 'SQL', 'db/kubezap/migration/V011__message_types.sql', 2097176244, 'postgres', '2026-11-25 00:48:58.779302', 6, true);
INSERT INTO kubezap.schema_history VALUES (12, '012', 'queue of chats', 'SQL', 'db/kubezap/migration/V012__queue_of_chats.sql', 368383993, 'postgres', '2026-11-25 00:48:58.792171', 7, true);
INSERT INTO kubezap.schema_history VALUES (13, '013', 'merged chats', 'SQL', 'db/kubezap/migration/V013__merged_chats.sql', -566453135, 'postgres', '2026-11-25 00:48:58.811579', 10, true);
INSERT INTO kubezap.schema_history VALUES (14, '014', 'found by metadata', 'SQL', 'db/kubezap/migration/V014__found_by_metadata.sql', 1841030363, 'postgres', '2026-11-25 00:48:58.829691', 6, true);
INSERT INTO kubezap.schema_history VALUES (15, '015', 'message times', 'SQL', 'db/kubezap/migration/V015__message_times.sql', -282263239, 'postgres', '2026-11-25 00:48:58.845108', 3, true);
INSERT INTO kubezap.schema_history VALUES (16, '016', 'chat settings', 'SQL', 'db/kubezap/migration/V016__chat_settings.sql', 1853801275, 'postgres', '2026-11-25 00:48:58.859873', 2, true);
INSERT INTO kubezap.schema_history VALUES (17, '017', 'labels', 'SQL', 'db/kubezap/migration/V017__labels.sql', 1544774152, 'postgres', '2026-11-25 00:48:58.873929', 5, true);
INSERT INTO kubezap.schema_history VALUES (18, '018', 'migration places', 'SQL', 'db/kubezap/migration/V018__migration_places.sql', -1049643932, 'postgres', '2026-11-25 00:48:59.041403', 22, true);
INSERT INTO kubezap.session VALUES (8201050165926488333, 'shop', 'support', '2026-11-25 00:48:59.112416+00');
INSERT INTO kubezap.state VALUES (8201050165926488333, 'waiting', '\x01', '\x01', '2026-11-25 00:48:59.167443+00');
INSERT INTO kubezap.webhook VALUES (8201050165926488333, 'waiting', 1, NULL, NULL);
INSERT INTO kubezap.webhook_delivery VALUES (8201050165926488333, 'waiting', 1, NULL, 'waiting', 1, NULL, NULL, NULL, NULL, NULL);
ALTER TABLE ONLY kubezap.breaker
    ADD CONSTRAINT breaker_pkey PRIMARY KEY (scope);
ALTER TABLE ONLY kubezap.chat_merge
    ADD CONSTRAINT chat_merge_pkey PRIMARY KEY (session_id, name, number);
ALTER TABLE ONLY kubezap.chat
    ADD CONSTRAINT chat_pkey PRIMARY KEY (session_id, id);
ALTER TABLE ONLY kubezap.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (session_id);
ALTER TABLE ONLY kubezap.message_metadata
    ADD CONSTRAINT message_metadata_pkey PRIMARY KEY (session_id, label, message_id);
ALTER TABLE ONLY kubezap.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (session_id, id);
ALTER TABLE ONLY kubezap.migration_place
    ADD CONSTRAINT migration_place_pkey PRIMARY KEY (version);
ALTER TABLE ONLY kubezap.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (session_id, sequence);
ALTER TABLE ONLY kubezap.outgoing
    ADD CONSTRAINT outgoing_pkey PRIMARY KEY (session_id, message_id);
ALTER TABLE ONLY kubezap.prepared
    ADD CONSTRAINT prepared_pkey PRIMARY KEY (session_id, message_id);
ALTER TABLE ONLY kubezap.queue
    ADD CONSTRAINT queue_pkey PRIMARY KEY (session_id, message_id);
ALTER TABLE ONLY kubezap.schema_history
    ADD CONSTRAINT schema_history_pk PRIMARY KEY (installed_rank);
ALTER TABLE ONLY kubezap.session
    ADD CONSTRAINT session_namespace_name_key UNIQUE (namespace, name);
ALTER TABLE ONLY kubezap.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (session_id);
ALTER TABLE ONLY kubezap.state
    ADD CONSTRAINT state_pkey PRIMARY KEY (session_id, kind, name);
ALTER TABLE ONLY kubezap.webhook_delivery
    ADD CONSTRAINT webhook_delivery_pkey PRIMARY KEY (session_id, webhook, sequence);
ALTER TABLE ONLY kubezap.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (session_id, name);
CREATE INDEX chat_merge_by_chat ON kubezap.chat_merge USING btree (chat);
CREATE INDEX message_by_chat ON kubezap.message USING btree (chat_key, sent_at);
CREATE INDEX message_by_stanza ON kubezap.message USING btree (stanza_key);
CREATE INDEX schema_history_s_idx ON kubezap.schema_history USING btree (success);
ALTER TABLE ONLY kubezap.lease
    ADD CONSTRAINT lease_session_id_fkey FOREIGN KEY (session_id) REFERENCES kubezap.session(session_id) ON DELETE CASCADE;
ALTER TABLE kubezap.breaker ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.chat ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.chat_merge ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody_reads ON kubezap.breaker FOR SELECT USING (true);
CREATE POLICY everybody_reads ON kubezap.migration_place FOR SELECT USING (true);
CREATE POLICY fleet ON kubezap.breaker TO postgres USING (true);
CREATE POLICY fleet ON kubezap.chat TO postgres USING (true);
CREATE POLICY fleet ON kubezap.chat_merge TO postgres USING (true);
CREATE POLICY fleet ON kubezap.lease TO postgres USING (true);
CREATE POLICY fleet ON kubezap.message TO postgres USING (true);
CREATE POLICY fleet ON kubezap.message_metadata TO postgres USING (true);
CREATE POLICY fleet ON kubezap.migration_place TO postgres USING (true);
CREATE POLICY fleet ON kubezap.outbox TO postgres USING (true);
CREATE POLICY fleet ON kubezap.outgoing TO postgres USING (true);
CREATE POLICY fleet ON kubezap.prepared TO postgres USING (true);
CREATE POLICY fleet ON kubezap.queue TO postgres USING (true);
CREATE POLICY fleet ON kubezap.session TO postgres USING (true);
CREATE POLICY fleet ON kubezap.state TO postgres USING (true);
CREATE POLICY fleet ON kubezap.webhook TO postgres USING (true);
CREATE POLICY fleet ON kubezap.webhook_delivery TO postgres USING (true);
ALTER TABLE kubezap.lease ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.message ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.message_metadata ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.migration_place ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.outgoing ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON kubezap.chat USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.chat_merge USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.lease USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.message USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.message_metadata USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.outbox USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.outgoing USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.prepared USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.queue USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.session USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.state USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.webhook USING (COALESCE((session_id = kubezap.own_session()), false));
CREATE POLICY own_rows ON kubezap.webhook_delivery USING (COALESCE((session_id = kubezap.own_session()), false));
ALTER TABLE kubezap.prepared ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.session ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.state ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE kubezap.webhook_delivery ENABLE ROW LEVEL SECURITY;
