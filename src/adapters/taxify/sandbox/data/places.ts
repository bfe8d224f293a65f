import { findState, stateOfZip, type State } from './states';

export type JurisdictionType = 'State' | 'County' | 'CityOrMunicipality' | 'SpecialDistrict';

export interface Jurisdiction {
  readonly type: JurisdictionType;
  readonly name: string;
  /** A fraction. */
  readonly rate: string;
}

/** Somewhere that has rates. */
export interface Place {
  readonly state: State;
  readonly county: string;
  /** Empty where nothing is taxed. */
  readonly jurisdictions: readonly Jurisdiction[];
  /** The names that stand in a document's summary. */
  readonly summary: readonly string[];
}

interface City {
  readonly state: string;
  readonly city: string;
  readonly county: string;
  readonly zips: RegExp;
  readonly local: readonly Jurisdiction[];
  readonly summary?: readonly string[];
}

/** Places with rates of their own; everywhere else has its state's. Illustrative rates, not tax advice. */
const CITIES: readonly City[] = [
  {
    state: 'CO',
    city: 'Boulder',
    county: 'Boulder',
    zips: /^803(0[1-9]|10)/,
    local: [
      { type: 'County', name: 'BOULDER CNTY', rate: '.00985' },
      { type: 'CityOrMunicipality', name: 'BOULDER', rate: '.0386' },
      { type: 'SpecialDistrict', name: 'RTD', rate: '.01' },
      { type: 'SpecialDistrict', name: 'CD', rate: '.001' },
    ],
  },
  {
    state: 'CO',
    city: 'Denver',
    county: 'Denver',
    zips: /^802/,
    local: [
      { type: 'CityOrMunicipality', name: 'DENVER', rate: '.0481' },
      { type: 'SpecialDistrict', name: 'RTD', rate: '.01' },
      { type: 'SpecialDistrict', name: 'CD', rate: '.001' },
    ],
  },
  {
    state: 'CA',
    city: 'San Francisco',
    county: 'San Francisco',
    zips: /^941/,
    local: [{ type: 'County', name: 'San Francisco', rate: '.0125' }],
    summary: ['CA', 'SAN FRANCISCO CNTY', 'SAN FRANCISCO'],
  },
  { state: 'MD', city: 'Frederick', county: 'Frederick', zips: /^2170/, local: [] },
  { state: 'NJ', city: 'Newark', county: 'Essex', zips: /^071/, local: [] },
  {
    state: 'TX',
    city: 'Austin',
    county: 'Travis',
    zips: /^787/,
    local: [
      { type: 'CityOrMunicipality', name: 'AUSTIN', rate: '.01' },
      { type: 'SpecialDistrict', name: 'AUSTIN MTA', rate: '.01' },
    ],
  },
  { state: 'OR', city: 'Portland', county: 'Multnomah', zips: /^972/, local: [] },
];

/** The place of an address; null where state and ZIP code name none, or two. */
export function findPlace(address: {
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
}): Place | null {
  const { city, region, postalCode } = address;
  const byRegion = region === null ? null : findState(region);
  const byZip = postalCode === null ? null : stateOfZip(postalCode);
  if ((region !== null && byRegion === null) || (postalCode !== null && byZip === null)) return null;
  const state = byZip ?? byRegion;
  if (state === null || (byRegion !== null && byRegion !== state)) return null;
  return toPlace(state, findCity(state.code, city, postalCode));
}

function findCity(state: string, city: string | null, postalCode: string | null): City | undefined {
  const inState = CITIES.filter((each) => each.state === state);
  if (postalCode !== null) return inState.find(({ zips }) => zips.test(postalCode));
  return inState.find((each) => each.city.toLowerCase() === city?.toLowerCase());
}

function toPlace(state: State, city: City | undefined): Place {
  const isTaxed = state.rate !== '0';
  const own: Jurisdiction = { type: 'State', name: state.code, rate: state.rate };
  const jurisdictions = isTaxed ? [own, ...(city?.local ?? [])] : [];
  return {
    state,
    county: city?.county ?? '',
    jurisdictions,
    summary: city?.summary ?? jurisdictions.map(({ name }) => name),
  };
}
