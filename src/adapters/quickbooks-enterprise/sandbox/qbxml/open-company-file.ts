import { FaultPlan } from '../../../sandbox/faults';
import { StateFile } from '../../../sandbox/state-file';
import type { Clock } from '../../../../clock';
import type { CompanyFile, CompanyFileOptions, CompanyFileSettings, Desk } from '../company-file';
import { Company } from '../company/company';
import { DEFAULT_SETTINGS, parseSettings } from '../company/company-file-settings';
import { applyState, isCompanyState, takeState, type CompanyState, type SeedState } from '../company/company-state';
import { HostTime } from '../company/host-time';
import { PURCHASES_OF_A_SMALL_COMPANY } from '../company/seed/purchases';
import { seedCompany } from '../company/seed/seed-company';
import type { AnnouncedVersion, RequestProcessorSession } from '../request-processor';
import { COMPANY_FILE_FAULTS, type CompanyFileFault, type CompanyFileFaults } from './company-file-faults';
import { CompanySession } from './company-session';
import { DeskChanges } from './desk-changes';
import { refuseCall, type Hresult } from './hresults';
import { Iterators } from './iterators';

export const COMPANY_NAME = 'Larkspur Outfitters';
const FOLDER = 'C:\\Users\\Public\\Documents\\Intuit\\QuickBooks\\';
const OTHER_COMPANY_NAME = 'Tidewater Catering';
const OTHER_COMPANY_EXPENSES = 6;

/** Opens the books of a small company, or those that the state file has. */
export async function openCompanyFile(options: CompanyFileOptions): Promise<CompanyFile> {
  const stateFile = options.stateFile === undefined ? null : new StateFile(options.stateFile);
  const kept = await stateFile?.read();
  const state = isCompanyState(kept) ? kept : null;
  const given = parseSettings(options.settings ?? {});
  const seed = state?.seed ?? seedOf(options);
  const settings = { ...DEFAULT_SETTINGS, closingDate: seed.closingDate, ...state?.settings, ...given };
  return new OpenCompanyFile(options, { seed, settings, state, stateFile });
}

interface Opening {
  readonly seed: SeedState;
  readonly settings: CompanyFileSettings;
  readonly state: CompanyState | null;
  readonly stateFile: StateFile | null;
}

function seedOf({ clock, seed = 1, expenses = PURCHASES_OF_A_SMALL_COMPANY, timeZone }: CompanyFileOptions): SeedState {
  const now = clock.now();
  const closingDate = `${now.getUTCFullYear() - 2}-12-31`;
  const seededAt = Math.floor(now.getTime() / 1000);
  return { seed, expenses, seededAt, timeZone: timeZone ?? 'America/New_York', closingDate };
}

class OpenCompanyFile implements CompanyFile {
  readonly path: string;
  readonly desk: Desk;
  settings: CompanyFileSettings;
  private readonly company: Company;
  private readonly faults = new FaultPlan<CompanyFileFault>(COMPANY_FILE_FAULTS);
  private readonly clock: Clock;
  private readonly seed: SeedState;
  private readonly stateFile: StateFile | null;
  private otherCompany: Company | null = null;
  private saving: Promise<void> = Promise.resolve();

  constructor({ clock, path }: CompanyFileOptions, { seed, settings, state, stateFile }: Opening) {
    this.clock = clock;
    this.path = path ?? `${FOLDER}${COMPANY_NAME}.qbw`;
    this.settings = settings;
    this.seed = seed;
    this.stateFile = stateFile;
    this.company = this.buildCompany(COMPANY_NAME, seed);
    if (state !== null) applyState(this.company, state);
    this.desk = new DeskChanges(
      this.company,
      () => ({ company: this.company, settings: this.settings, version: 13, iterators: new Iterators() }),
      () => this.save(),
    );
    if (state === null) this.save();
  }

  get announced(): AnnouncedVersion {
    const [major, minor] = this.settings.announcedVersion.split('.').map(Number) as [number, number];
    return { country: 'US', major, minor };
  }

  beginSession(_applicationName: string, companyFileName: string): RequestProcessorSession {
    const faults = this.faultsOf('BeginSession');
    if (faults.has('modal-dialog')) throw refuseCall('0x80040414');
    const hresult = faults.word('begin-session');
    if (hresult !== undefined) throw refuseCall(hresult as Hresult);
    const isOther = faults.has('other-company');
    const openPath = isOther ? `${FOLDER}${OTHER_COMPANY_NAME}.qbw` : this.path;
    if (companyFileName !== '' && companyFileName.toLowerCase() !== openPath.toLowerCase()) {
      throw refuseCall('0x8004040A');
    }
    return new CompanySession(
      openPath,
      isOther ? this.openOtherCompany() : this.company,
      () => this.settings,
      (request) => this.faultsOf(request),
      () => this.save(),
    );
  }

  configure(settings: unknown): void {
    this.settings = { ...this.settings, ...parseSettings(settings) };
    this.save();
  }

  setFaults(faults: unknown): void {
    this.faults.set(faults);
  }

  saved(): Promise<void> {
    return this.saving;
  }

  close(): Promise<void> {
    return this.saving;
  }

  private faultsOf(job: string): CompanyFileFaults {
    return this.faults.take(undefined, { job, account: null });
  }

  private save(): void {
    if (this.stateFile === null) return;
    this.saving = this.stateFile.write(takeState(this.company, this.seed, this.settings));
    // Whoever waits for it hears of a failure; nobody has to wait.
    this.saving.catch(() => undefined);
  }

  private openOtherCompany(): Company {
    const seed = { ...this.seed, seed: this.seed.seed + 1, expenses: OTHER_COMPANY_EXPENSES };
    this.otherCompany ??= this.buildCompany(OTHER_COMPANY_NAME, seed);
    return this.otherCompany;
  }

  private buildCompany(name: string, { seed, expenses, seededAt, timeZone, closingDate }: SeedState): Company {
    const time = new HostTime(timeZone, () => this.settings.daylightSavingOffsetIsWrong);
    const company = new Company(name, time, this.clock);
    seedCompany(company, { seed, count: expenses, seededAt, closingDate });
    return company;
  }
}
