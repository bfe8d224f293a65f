import { z } from 'zod';
import type { VendorAdapter } from '../../../../adapters/adapter';
import type { PlatformRecord, PlatformResource, PlatformStatementList } from '../../../../adapters/platform-resource';
import { conjunctsOf } from '../../../../ceql/conjuncts';
import { printWhere } from '../../../../ceql/print';
import { BadUserInputError } from '../../../../errors';
import type { Services } from '../../../../graphql/services';
import type { InstanceRow } from '../../../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../../../request-context';
import { readQuestion } from '../../../../services/data/data-question';
import { RestError } from '../../rest-error';
import { defineRoute, type AnswerHeaders, type RestRoute } from '../../rest-route';
import { resourcesOf } from './data-resources';
import type { ListQuery } from './data-query';
import { readStatement } from './statements';

const NOTHING: ReturnType<typeof conjunctsOf> = { comparisons: [], others: [] };
const StatementType = z
  .record(z.string(), z.string())
  .meta({ id: 'StatementType', description: 'A kind of statement.' });

/** The calls that tell which statements a `where` can name. */
export function statementTypeRoutes(adapters: readonly VendorAdapter[]): RestRoute[] {
  const names = new Set(adapters.flatMap((adapter) => typesOf(adapter)?.name ?? []));
  return [...names].map((name) =>
    defineRoute({
      method: 'GET',
      path: `/${name}`,
      operationId: `list${pascalCase(name)}`,
      tag: 'Records',
      summary: `List ${name}`,
      description: 'What a `where` can name, in the words of the platform.',
      security: 'INSTANCE',
      isOf: (adapter) => typesOf(adapter)?.name === name,
      request: {},
      response: z.array(StatementType),
      handle: async ({ services, instance }) => {
        const adapter = services.catalog.get(instance.elementKey);
        const types = typesOf(adapter);
        if (types?.name !== name) throw new RestError(404, `${adapter.catalog.name} has no \`${name}\`.`);
        return { body: types.records.map((type) => ({ ...type })) };
      },
    }),
  );
}

function typesOf(adapter: VendorAdapter): PlatformStatementList['types'] | null {
  return resourcesOf(adapter).find((one) => one.statementList !== undefined)?.statementList?.types ?? null;
}

function pascalCase(name: string): string {
  return `-${name}`.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}

/** The one statement that a `where` names, in a list. */
export async function listStatements(
  context: RequestContext,
  services: Services,
  instance: InstanceRow,
  resource: PlatformResource,
  asked: z.output<typeof ListQuery>,
): Promise<{ readonly records: readonly PlatformRecord[]; readonly headers: AnswerHeaders }> {
  const { id, from, to, basis } = resource.statementList!.toQuestion(conditionsOf(resource, asked));
  const days = { startDate: from ?? undefined, endDate: to ?? undefined };
  const query = { ...days, basis: basis ?? undefined, maxAge: asked.maxAge };
  const { body, headers } = await readStatement(context, services, instance, resource, id, query);
  return {
    records: [{ ReportTitle: body['title'], ...body }],
    headers: { ...headers, 'Elements-Returned-Count': '1' },
  };
}

function conditionsOf(
  resource: PlatformResource,
  { where, fields, orderBy }: z.output<typeof ListQuery>,
): ReadonlyMap<string, string> {
  if (fields !== undefined || orderBy !== undefined) {
    throw new BadUserInputError('A statement is told whole: there are no `fields` and no `orderBy`.');
  }
  const question = readQuestion(resource, { where: where ?? null });
  const { comparisons, others } = question.where === null ? NOTHING : conjunctsOf(question.where);
  const unfit = [...others, ...comparisons.filter(({ operator }) => operator !== '=')];
  if (unfit.length > 0) {
    const given = unfit.map(printWhere).join(' AND ');
    throw new BadUserInputError(`\`where\` is wrong. Of a statement each is \`field = value\`, and not: ${given}.`);
  }
  return new Map(
    comparisons.map(({ field, value }) => [
      field,
      value.kind === 'string' ? value.text : value.kind === 'number' ? value.digits : String(value.value),
    ]),
  );
}
