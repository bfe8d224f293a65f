/** What the people of the sandbox's company spend money on. Every name is invented. */
export interface ExpenseKindTemplate {
  readonly category: string;
  readonly merchants: readonly string[];
  /** Range in whole units of US dollars. */
  readonly from: number;
  readonly to: number;
  readonly mcc: number;
}

export const EXPENSE_KINDS: readonly ExpenseKindTemplate[] = [
  { category: 'Meals & Entertainment', merchants: ['Café Zürich', 'Brasserie L’Étoile', 'Noodle <House>', 'Tapas "El Sol"', 'Thorne & Finch'], from: 8, to: 160, mcc: 5812 },
  { category: 'Travel: Air', merchants: ['Northern Cross Airways', 'Æther Air', 'Volare Linee Aeree'], from: 90, to: 1400, mcc: 4511 },
  { category: 'Travel: Rail', merchants: ['Rhein-Express', 'Kyōto Limited', 'Great Eastern & Coastal Railway'], from: 12, to: 240, mcc: 4112 },
  { category: 'Lodging', merchants: ['Hotel Zum Bären', 'The Harbour Rooms', 'Pensão São Bento', 'Ryokan Aoi'], from: 70, to: 620, mcc: 7011 },
  { category: 'Ground transport', merchants: ['City Cab', 'Taxi Müller GmbH', 'Metro Day Pass'], from: 3, to: 85, mcc: 4121 },
  { category: 'Office supplies', merchants: ['Papeterie Dupré', 'Ink & Quill', 'Bürobedarf Groß'], from: 4, to: 190, mcc: 5943 },
  { category: 'Software & subscriptions', merchants: ['Cloudgarden', 'Pixelwerk', 'Notebird'], from: 9, to: 480, mcc: 5734 },
  { category: 'Telephone', merchants: ['Fjordtel', 'Vox Mobile'], from: 15, to: 95, mcc: 4814 },
  { category: 'Training', merchants: ['Åkersten Academy', 'O’Neill Workshops'], from: 60, to: 900, mcc: 8299 },
  { category: 'Fuel', merchants: ['Petrolia', 'Tankstelle Süd'], from: 20, to: 110, mcc: 5541 },
]; // prettier-ignore

export const DISTANCE_CATEGORY = 'Mileage';

export interface CategoryTemplate {
  readonly name: string;
  readonly glCode: string;
  readonly payrollCode: string;
  readonly enabled: boolean;
  readonly areCommentsRequired?: boolean;
  readonly commentHint?: string;
  readonly maxExpenseAmount?: number;
}

export const CATEGORIES: readonly CategoryTemplate[] = [
  { name: 'Meals & Entertainment', glCode: '6310', payrollCode: 'ME', enabled: true, areCommentsRequired: true, commentHint: 'Who was there, and why?', maxExpenseAmount: 20000 },
  { name: 'Travel: Air', glCode: '6110', payrollCode: '', enabled: true, maxExpenseAmount: 250000 },
  { name: 'Travel: Rail', glCode: '6120', payrollCode: '', enabled: true },
  { name: 'Lodging', glCode: '6130', payrollCode: 'LO', enabled: true, areCommentsRequired: false },
  { name: 'Ground transport', glCode: '6140', payrollCode: '', enabled: true },
  { name: 'Office supplies', glCode: '6510', payrollCode: '', enabled: true },
  { name: 'Software & subscriptions', glCode: '6520', payrollCode: '', enabled: true },
  { name: 'Telephone', glCode: '6530', payrollCode: 'TEL', enabled: true },
  { name: 'Training', glCode: '6610', payrollCode: '', enabled: true },
  { name: 'Fuel', glCode: '6150', payrollCode: '', enabled: true },
  { name: DISTANCE_CATEGORY, glCode: '6160', payrollCode: 'MI', enabled: true },
  { name: 'Entertainment (old)', glCode: '', payrollCode: '', enabled: false },
]; // prettier-ignore

export const REPORT_TOPICS: readonly string[] = [
  'Client visits', 'Conference in Zürich', 'Team offsite', 'R&D equipment', 'Kundentermin Köln', 'Sales trip', 'Monthly expenses',
  'Audit preparation', 'Déplacement à Genève', 'Onboarding "Wave 3"', 'Trade fair <Hall 7>', 'Supplier negotiations', '東京出張',
]; // prettier-ignore

export const COMMENTS: readonly string[] = [
  'Client lunch', 'Zweitägige Reise', 'Shared with the R&D team', 'Late train,\nsecond ticket', 'Per diem < limit', 'Réunion d’équipe', 'Path C:\\travel\\2', '領収書あり',
]; // prettier-ignore

/** Units of each currency for one US dollar, roughly. */
export const CURRENCY_RATES: Readonly<Record<string, number>> = {
  USD: 1, EUR: 0.92, GBP: 0.79, JPY: 148, CHF: 0.88, SEK: 10.4, CAD: 1.36,
}; // prettier-ignore

export const PEOPLE: readonly (readonly [string, string])[] = [
  ['Ingrid', 'Solheim'], ['José', 'Álvarez'], ['Siobhán', 'O’Brien'], ['Jürgen', 'Müller'], ['Amélie', 'Lefèvre'], ['Kenji', 'Satō'],
  ['Priya', 'Raman'], ['Thomas', 'Becker'], ['Chloë', 'van den Berg'], ['Marcus', 'Hill'], ['Łukasz', 'Wójcik'], ['Grace', 'Okafor'],
  ['Noah', 'Stein'], ['Zoë', 'Carter'], ['André', 'Gonçalves'], ['Hana', 'Kobayashi'], ['Peter', 'Nguyen'], ['Birgit', 'Weiß'],
  ['Søren', 'Kjær'], ['Fatima', 'Haddad'], ['Oliver', 'Grant'], ['Élodie', 'Marchand'], ['Yuki', 'Tanaka'], ['Daniel', 'Fischer'],
  ['Renée', 'Dubois'], ['Aaron', 'Blake'], ['Michaela', 'Novák'], ['Tomás', 'Herrera'], ['Saoirse', 'Kelly'], ['Emil', 'Lindqvist'],
  ['Nadia', 'Petrova'], ['Victor', 'Almeida'], ['Greta', 'Hoffmann'], ['Haruto', 'Mori'], ['Lena', 'Schäfer'], ['Isaac', 'Mensah'],
  ['Clara', 'Bianchi'], ['Rory', 'MacLeod'], ['Mei', 'Lin'], ['Anton', 'Groß'],
]; // prettier-ignore
