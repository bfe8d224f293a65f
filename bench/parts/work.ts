import type { ContenderName, StartedContender } from './contender';
import { fromPostgraphile, postgraphileListBody, postgraphileReportBody } from './postgraphile-graph';
import { entitiesBody, listBody, reportBody, REPORTS } from './queries';
import type { Requests } from './requests';
import type { SeededDatabase } from './seeded-database';

/** Something that is asked of contenders, each in its own words. */
export interface Work {
  readonly contenders: readonly ContenderName[];
  readonly subgraph?: boolean;
  /** Where the limit answers it. */
  readonly limitPath: string;
  readonly bodies: (contender: ContenderName, database: SeededDatabase, ids: readonly string[]) => readonly string[];
}

/** 100 reports with 10 expenses each, 8 fields of each. */
export const LIST: Work = {
  contenders: ['elements', 'limit', 'mercurius', 'yoga', 'postgraphile', 'apollo'],
  limitPath: '/list',
  bodies: (contender, { organizationId }) => [
    contender === 'postgraphile' ? postgraphileListBody(organizationId) : listBody(),
  ],
};

/** One report by its id, another each time. */
export const SMALL: Work = {
  contenders: ['elements', 'limit', 'mercurius', 'yoga', 'postgraphile', 'apollo'],
  limitPath: '/report',
  bodies: (contender, _, ids) => ids.map(contender === 'postgraphile' ? postgraphileReportBody : reportBody),
};

/** 100 reports as a gateway asks for them, by their ids. */
export const REFERENCES: Work = {
  contenders: ['elements', 'limit', 'apollo'],
  subgraph: true,
  limitPath: '/entities',
  bodies: (_contender, _database, ids) => {
    const groups = Array.from({ length: Math.floor(ids.length / REPORTS) }, (_, group) =>
      ids.slice(group * REPORTS, (group + 1) * REPORTS),
    );
    return groups.map(entitiesBody);
  },
};

export function requestsOf(
  work: Work,
  { name, url, headers }: StartedContender,
  database: SeededDatabase,
  ids: readonly string[],
): Requests {
  const path = name === 'limit' ? work.limitPath : '';
  return { url: `${url}${path}`, headers, bodies: work.bodies(name, database, ids) };
}

/** The data of each answer, in the words of the service. Throws for one with errors. */
export async function answersTo({ url, headers, bodies }: Requests, contender: ContenderName): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const body of bodies) {
    const response = await fetch(url, { method: 'POST', headers, body });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
    if (errors !== undefined || data === undefined) {
      throw new Error(`${contender} has answered with errors: ${JSON.stringify(errors)}`);
    }
    answers.push(contender === 'postgraphile' ? fromPostgraphile(data) : data);
  }
  return answers;
}
