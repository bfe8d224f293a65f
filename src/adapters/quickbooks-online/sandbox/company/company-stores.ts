import { z } from 'zod';
import { CompanyStore, type CompanyState } from './company-store';

/** Every company of the sandbox, by its realm id. */
export interface CompanyStoresState {
  readonly version: 1;
  readonly companies: readonly CompanyState[];
}

// Enough to tell our own document from anything else; what is inside an object was written by us.
const SCHEMA = z.object({
  version: z.literal(1),
  companies: z.array(
    z.object({
      realmId: z.string(),
      sequences: z.record(z.string(), z.string()),
      objects: z.record(z.string(), z.array(z.string())),
      deleted: z.array(z.object({ entity: z.string(), id: z.string(), at: z.number() })),
      files: z.record(z.string(), z.string()),
      answers: z.record(
        z.string(),
        z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string() }),
      ),
    }),
  ),
});

export class CompanyStores {
  private readonly byRealm = new Map<string, CompanyStore>();

  constructor(companies: Iterable<CompanyStore>) {
    for (const company of companies) this.byRealm.set(company.realmId, company);
  }

  get(realmId: string): CompanyStore | undefined {
    return this.byRealm.get(realmId);
  }

  realmIds(): string[] {
    return [...this.byRealm.keys()];
  }

  toState(): CompanyStoresState {
    return { version: 1, companies: [...this.byRealm.values()].map((company) => company.toState()) };
  }

  /** Null for anything that `toState` did not make: the sandbox then begins anew. */
  static fromState(document: unknown): CompanyStores | null {
    const parsed = SCHEMA.safeParse(document);
    return parsed.success ? new CompanyStores(parsed.data.companies.map(CompanyStore.fromState)) : null;
  }
}
