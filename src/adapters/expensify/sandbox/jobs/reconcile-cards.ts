import { randomBytes } from 'node:crypto';
import { asJobError, compileGiven } from '../compiled-template';
import { unreportedTransactions } from '../data/card-transactions';
import { domainCards, type DomainCard } from '../data/domain-cards';
import type { StoredExpense } from '../data/records';
import { KeyedByHash, type Hash } from '../freemarker';
import type { JobAnswer, JobContext } from '../job';
import { JobError } from '../job-error';
import type { JsonSection } from '../job-description';
import { deliver, parseOnFinish } from '../on-finish';
import { checkDomainAdmin } from '../policy-access';
import { importedVariables, withoutImports } from '../reconciliation-imports';
import { ReconciliationModel, type ReportedTransactions } from '../reconciliation-model';
import { asTyped, encodeEntities } from '../text-encoding';

const EXTENSIONS = ['csv', 'txt', 'json', 'xml'];
const ALL_FEEDS = 'export_all_feeds';
const REPORTS_A_TURN = 500;

interface Window {
  readonly from: string;
  readonly to: string;
}

/** `reconciliation`: the transactions of a domain's cards, through a template. The file is there at once. */
export async function reconcileCards(context: JobContext): Promise<JobAnswer> {
  const { description, company, parameters, files, faults, now } = context;
  const settings = description.inputSettings;
  checkDomainAdmin(company, settings.requiredText('domain'));
  if (settings.optionalBoolean('async') === true) throw new JobError(410, "Argument 'async' is missing or malformed");
  const window = parseWindow(settings);
  const extension = parseExtension(description.section('outputSettings'));
  const actions = parseOnFinish(description.top, ['email']);
  const source = parameters.get('template');
  const template = compileGiven(source === undefined ? undefined : withoutImports(source));
  const reported = settings.optionalText('type') === 'All' ? await findReported(context, window) : [];
  const encode = faults.has('entities') ? asTyped : encodeEntities;
  const model = new ReconciliationModel(company, encode);
  const reports = reported.map(({ report }) => report);
  const variables = {
    ...importedVariables(source ?? '', company, reports, encode),
    cards: new KeyedByHash(cardsOf(context, window, reported, model)),
    addHeader: true,
  };
  const filename = `is_reconciliation_${BigInt(`0x${randomBytes(7).toString('hex')}`) + 5_000_000_000_000_000_000n}.${extension}`;
  try {
    await files.write('reconciliation', filename, template.render(variables, now()));
  } catch (error) {
    throw asJobError(error);
  }
  for (const action of actions) deliver(action, '', [filename], context);
  return { kind: 'envelope', body: { filename, responseMessage: 'OK', responseCode: 200 } };
}

function parseWindow(settings: JsonSection): Window {
  const [from, to] = [settings.optionalDate('startDate'), settings.optionalDate('endDate')];
  if (from === null) throw new JobError(410, "Required parameter 'startDate' is missing");
  if (to === null) throw new JobError(410, "Required parameter 'endDate' is missing");
  return { from, to };
}

function parseExtension(settings: JsonSection | null): string {
  const extension = settings?.optionalText('fileExtension') ?? '';
  if (EXTENSIONS.includes(extension)) return extension;
  throw new JobError(410, "Argument 'fileExtension' is missing or malformed");
}

/** Reports with card expenses in the window. There may be very many: others get their turn in between. */
async function findReported({ reports }: JobContext, { from, to }: Window): Promise<ReportedTransactions[]> {
  const found: ReportedTransactions[] = [];
  let seen = 0;
  const matches = ({ card, created }: StoredExpense): boolean => card !== null && created >= from && created <= to;
  for (const report of reports.all()) {
    if (++seen % REPORTS_A_TURN === 0) await new Promise(setImmediate);
    if (!reports.mayHaveExpenses(report, from, to)) continue;
    const expenses = reports.read(report).expenses.filter(matches);
    if (expenses.length > 0) found.push({ report, expenses });
  }
  return found;
}

/** Only cards that were used. */
function cardsOf(
  { company, description, now }: JobContext,
  window: Window,
  reported: readonly ReportedTransactions[],
  model: ReconciliationModel,
): [Hash, Hash[]][] {
  const feed = description.inputSettings.optionalText('feed') || ALL_FEEDS;
  const time = now().getTime();
  const cards = domainCards(company, time).filter(({ bank }) => feed === ALL_FEEDS || feed === bank);
  const byCard = groupByCard(reported);
  return cards.flatMap((card): [Hash, Hash[]][] => {
    const employee = company.findEmployee(card.email);
    const unreported = employee === undefined ? [] : unreportedTransactions(employee, window.from, window.to, time);
    const lists = (byCard.get(card.cardID) ?? []).map((one) => model.report(one, card));
    if (unreported.length > 0) lists.push(model.unreported(unreported, card));
    return lists.length === 0 ? [] : [[model.card(card), lists]];
  });
}

function groupByCard(
  reported: readonly ReportedTransactions[],
): ReadonlyMap<DomainCard['cardID'], ReportedTransactions[]> {
  const byCard = new Map<number, ReportedTransactions[]>();
  for (const { report, expenses } of reported) {
    for (const cardID of new Set(expenses.map(({ card }) => card!.id))) {
      const own = expenses.filter(({ card }) => card!.id === cardID);
      byCard.set(cardID, [...(byCard.get(cardID) ?? []), { report, expenses: own }]);
    }
  }
  return byCard;
}
