import type DataLoader from 'dataloader';
import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import type { RecordKey } from '../../persistence/repositories/list-condition';
import type { PolicyRow } from '../../persistence/repositories/policy-row';
import type { KeyOfKind } from '../../persistence/repositories/record-lookup';
import type { ReportRow } from '../../persistence/repositories/report-row';
import type { RequestContext } from '../../request-context';
import type { Found } from '../../services/record-lookup.service';
import type { Services } from '../services';
import { createGroupedLoader } from './grouped-loader';

/** How old a record may be; null: as old as its instance allows. */
interface AskedAge {
  readonly maxAgeSeconds: number | null;
}

/** A report of which these fields of its row are enough; null: all. */
type FreshReportKey = RecordKey & AskedAge & { readonly fields: readonly string[] | null };

type FreshLoader<Key, Row> = DataLoader<Key, Row | null, string>;

/** Records that a client asks for by id, one statement for all of a kind. Each loader is made when it is first used. */
export class FreshLoaders {
  private readonly made: {
    reports?: FreshLoader<FreshReportKey, ReportRow>;
    expenses?: FreshLoader<KeyOfKind & AskedAge, ExpenseRow>;
    policies?: FreshLoader<RecordKey & AskedAge, PolicyRow>;
    employees?: FreshLoader<RecordKey & AskedAge, EmployeeRow>;
  } = {};

  constructor(
    private readonly request: RequestContext,
    private readonly services: Pick<Services, 'records'>,
  ) {}

  get reports(): FreshLoader<FreshReportKey, ReportRow> {
    this.made.reports ??= createGroupedLoader<FreshReportKey, ReportRow | null>({
      textOf: (key) => `${groupOfReport(key)} ${textOf(key)}`,
      groupOf: groupOfReport,
      load: (keys) => this.fresh.findReports(this.request, keys, keys[0].maxAgeSeconds, keys[0].fields),
    });
    return this.made.reports;
  }

  get expenses(): FreshLoader<KeyOfKind & AskedAge, ExpenseRow> {
    this.made.expenses ??= createFreshLoader<KeyOfKind & AskedAge, ExpenseRow>(
      (key) => `${key.kind} ${textOf(key)}`,
      (keys, maxAgeSeconds) => this.fresh.findExpenses(this.request, keys, maxAgeSeconds),
    );
    return this.made.expenses;
  }

  get policies(): FreshLoader<RecordKey & AskedAge, PolicyRow> {
    this.made.policies ??= createFreshLoader<RecordKey & AskedAge, PolicyRow>(textOf, (keys, maxAgeSeconds) =>
      this.fresh.findPolicies(this.request, keys, maxAgeSeconds),
    );
    return this.made.policies;
  }

  get employees(): FreshLoader<RecordKey & AskedAge, EmployeeRow> {
    this.made.employees ??= createFreshLoader<RecordKey & AskedAge, EmployeeRow>(textOf, (keys, maxAgeSeconds) =>
      this.fresh.findEmployees(this.request, keys, maxAgeSeconds),
    );
    return this.made.employees;
  }

  private get fresh(): Services['records']['fresh'] {
    return this.services.records.fresh;
  }
}

function createFreshLoader<Key extends AskedAge, Row>(
  name: (key: Key) => string,
  find: (keys: readonly Key[], maxAgeSeconds: number | null) => Promise<Found<Row>[]>,
): FreshLoader<Key, Row> {
  return createGroupedLoader<Key, Row | null>({
    textOf: (key) => `${key.maxAgeSeconds} ${name(key)}`,
    groupOf: ({ maxAgeSeconds }) => `${maxAgeSeconds}`,
    load: (keys) => find(keys, keys[0].maxAgeSeconds),
  });
}

function groupOfReport({ fields, maxAgeSeconds }: FreshReportKey): string {
  return `${maxAgeSeconds} ${fields === null ? '*' : fields.join()}`;
}

function textOf({ instanceId, remoteId }: RecordKey): string {
  return `${instanceId} ${remoteId}`;
}
