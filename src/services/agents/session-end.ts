import type { AgentSessionRow } from '../../persistence/repositories/agent-session.repository';

/** Told of every session that has ended. */
export type SessionEndListener = (elementKey: string, session: AgentSessionRow) => void;
