import type { InstanceAgentRow } from '../../persistence/repositories/instance-agent.repository';

/** What people are told of agents, at the instance and where the agent runs. */

/** Why an instance is not known to work yet. */
export const AWAITS_FIRST_CALL =
  "Waits for the first call of the program on the customer's computer. Set it up with the setup file and the password.";
export const AWAITS_NEXT_CALL = "Waits for the next call of the program on the customer's computer.";

/** What an agent is told that asks about a session that is over. */
export const SESSION_UNKNOWN = 'This session is not known here, or is long over. The next run begins anew.';
export const SESSION_REPLACED = 'Another run has begun for this connection, and took the place of this one.';
export const SESSION_EXPIRED = 'This session was over: nothing was heard of it for half an hour. The next run goes on.';
export const SESSION_REVOKED = 'This connection was given a new password, or was removed.';
export const SWITCHED_OFF = 'This connection is switched off by its owner. Nothing was exchanged.';
export const OUT_OF_TURN = 'This call was not expected here. The next run goes on where this one stopped.';
export const ALL_IS_DONE = 'Everything was exchanged.';
export const NOTHING_WRONG = 'Nothing is wrong.';
export const ANSWER_NOT_KEPT = 'The answer could not be kept. It is asked for again in the next run.';
export const FAILED_HERE =
  'Something went wrong at the service, not here. It has been logged there; the next run tries again.';

/** What somebody does who sets an agent up; an element may say it in words of its own. */
export function setupStepsOf(product: string): string[] {
  return [
    `On the computer that has ${product}, download the setup file from \`setupFileUrl\`: the link works once, for ten minutes.`,
    `Open ${product} with the books to be connected, signed in as its administrator.`,
    "Add the file to the vendor's program there, and give it the password, which is shown this once.",
    `Let the program run once, and allow the access that ${product} asks for. The instance is active when that went well.`,
  ];
}

/** Words of the last call. */
export function goodbye(exchanges: number): string {
  if (exchanges === 0) return 'OK';
  return `OK: ${exchanges} ${exchanges === 1 ? 'request was' : 'requests were'} answered.`;
}

export function turnedAwayWords(address: string, allowed: string, at: Date): string {
  return (
    `The program on the customer's computer was turned away on ${minuteOf(at)}: it called from ${address}, and may call ` +
    `from ${allowed} only. Set the address in the configuration to what it really is.`
  );
}

export function quietWords({ lastContactAt, intervalSeconds, lastRefusedAt, ...agent }: InstanceAgentRow): string {
  const last = lastContactAt === null ? 'never' : `last on ${minuteOf(lastContactAt)}`;
  const every = intervalSeconds < 120 ? `${intervalSeconds} seconds` : `${Math.round(intervalSeconds / 60)} minutes`;
  const refused =
    lastRefusedAt === null || (lastContactAt !== null && lastRefusedAt < lastContactAt)
      ? ''
      : ` A call from ${agent.lastRefusedAddress} was turned away on ${minuteOf(lastRefusedAt)}: ` +
        (agent.lastRefusal === 'PASSWORD' ? 'the password was wrong.' : 'it may not call from there.');
  return (
    `The program on the customer's computer has gone quiet: it called ${last}, and is due every ${every}. Is the computer ` +
    `on, and the program running there?${refused}`
  );
}

function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
