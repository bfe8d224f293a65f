import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Programs at customers that call us, and their sessions. */
export class Agents1764100000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE instance_agents (
        instance_id uuid NOT NULL CONSTRAINT instance_agents_pkey PRIMARY KEY
          CONSTRAINT instance_agents_instance_fkey REFERENCES instances (id),
        organization_id uuid NOT NULL,
        username text COLLATE "C" NOT NULL,
        password_hash bytea NOT NULL CONSTRAINT instance_agents_password_hash CHECK (octet_length(password_hash) = 32),
        account_mark uuid NOT NULL,
        facts jsonb NOT NULL CONSTRAINT instance_agents_facts CHECK (jsonb_typeof(facts) = 'object'),
        version text,
        interval_seconds integer NOT NULL CONSTRAINT instance_agents_interval CHECK (interval_seconds > 0),
        last_contact_at timestamptz,
        last_contact_address text,
        greeted_at timestamptz,
        sign_ins_since timestamptz,
        sign_ins integer NOT NULL,
        last_refused_at timestamptz,
        last_refused_address text,
        last_refusal text CONSTRAINT instance_agents_last_refusal CHECK (last_refusal IN ('PASSWORD','ADDRESS')),
        problem_code text,
        problem_message text,
        problem_remedy text CONSTRAINT instance_agents_problem_remedy
          CHECK (problem_remedy IN ('RETRY','SETUP','WRONG_ACCOUNT')),
        problem_at timestamptz,
        problem_count integer NOT NULL CONSTRAINT instance_agents_problem_count CHECK (problem_count >= 0),
        status_reason text,
        setup_link_hash bytea,
        setup_link_expires_at timestamptz,
        setup_link_used_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT instance_agents_contact CHECK (greeted_at IS NULL OR last_contact_at IS NOT NULL),
        CONSTRAINT instance_agents_refused CHECK ((last_refused_at IS NULL) = (last_refusal IS NULL)),
        CONSTRAINT instance_agents_problem CHECK (
          (problem_at IS NULL) = (problem_message IS NULL) AND (problem_at IS NULL) = (problem_remedy IS NULL)),
        CONSTRAINT instance_agents_setup_link CHECK ((setup_link_hash IS NULL) = (setup_link_expires_at IS NULL))
      );
      CREATE UNIQUE INDEX instance_agents_username ON instance_agents (username);
      CREATE INDEX instance_agents_by_contact ON instance_agents (last_contact_at) WHERE last_contact_at IS NOT NULL;

      CREATE TABLE agent_sessions (
        id uuid NOT NULL CONSTRAINT agent_sessions_pkey PRIMARY KEY,
        instance_id uuid NOT NULL CONSTRAINT agent_sessions_instance_fkey REFERENCES instances (id),
        organization_id uuid NOT NULL,
        ticket_hash bytea NOT NULL CONSTRAINT agent_sessions_ticket_hash_length CHECK (octet_length(ticket_hash) = 32),
        state text NOT NULL CONSTRAINT agent_sessions_state
          CHECK (state IN ('SIGNED_IN','READY','ASKED','TAKING','FAILED','FINISHED','ENDED')),
        fence integer NOT NULL,
        work_kind text CONSTRAINT agent_sessions_work_kind CHECK (work_kind IN ('WRITE','STATEMENT','SYNC')),
        work_id text,
        request_key text CONSTRAINT agent_sessions_request_key CHECK (char_length(request_key) BETWEEN 1 AND 200),
        document text,
        asked_at timestamptz,
        exchanges integer NOT NULL,
        calls integer NOT NULL,
        tries integer NOT NULL,
        progress double precision NOT NULL CONSTRAINT agent_sessions_progress CHECK (progress BETWEEN 0 AND 1),
        message text,
        outcome text CONSTRAINT agent_sessions_outcome
          CHECK (outcome IN ('DONE','FAILED','CUT','REPLACED','EXPIRED','REVOKED')),
        address text NOT NULL,
        started_at timestamptz NOT NULL,
        last_call_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT agent_sessions_work CHECK (
          (work_kind IS NULL) = (work_id IS NULL) AND (work_kind IS NULL) = (request_key IS NULL)
          AND (work_kind IS NULL) = (asked_at IS NULL)),
        CONSTRAINT agent_sessions_document CHECK (document IS NULL OR (work_kind IS NOT NULL AND state = 'READY')),
        CONSTRAINT agent_sessions_ended CHECK (
          (state = 'ENDED') = (ended_at IS NOT NULL) AND (state = 'ENDED') = (outcome IS NOT NULL))
      );
      CREATE UNIQUE INDEX agent_sessions_ticket_hash ON agent_sessions (ticket_hash);
      CREATE UNIQUE INDEX agent_sessions_under_way ON agent_sessions (instance_id) WHERE ended_at IS NULL;
      CREATE INDEX agent_sessions_of_instance ON agent_sessions (instance_id, started_at, id);
      CREATE INDEX agent_sessions_owed ON agent_sessions (instance_id) WHERE ended_at IS NOT NULL AND work_kind IS NOT NULL;
      CREATE INDEX agent_sessions_ended_at ON agent_sessions (ended_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE agent_sessions;
      DROP TABLE instance_agents;
    `);
  }
}
