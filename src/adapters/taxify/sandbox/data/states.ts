/**
 * The states with their own rate and the ranges of the first three digits of their ZIP codes. Illustrative rates, not
 * tax advice: they are about right for some year, and never kept up to date.
 */
const TABLE = `
AK 0       995-999          | AL .04     350-369          | AR .065    716-729
AZ .056    850-865          | CA .075    900-961          | CO .029    800-816
CT .0635   060-069          | DC .06     200-205          | DE 0       197-199
FL .06     320-349          | GA .04     300-319 398-399  | HI .04     967-968
IA .06     500-528          | ID .06     832-838          | IL .0625   600-629
IN .07     460-479          | KS .065    660-679          | KY .06     400-427
LA .0445   700-714          | MA .0625   010-027          | MD .06     206-219
ME .055    039-049          | MI .06     480-499          | MN .06875  550-567
MO .04225  630-658          | MS .07     386-397          | MT 0       590-599
NC .0475   270-289          | ND .05     580-588          | NE .055    680-693
NH 0       030-038          | NJ .06625  070-089          | NM .05125  870-884
NV .0685   889-898          | NY .04     100-149          | OH .0575   430-459
OK .045    730-749          | OR 0       970-979          | PA .06     150-196
RI .07     028-029          | SC .06     290-299          | SD .045    570-577
TN .07     370-385          | TX .0625   750-799 885-885  | UT .0485   840-847
VA .053    220-246          | VT .06     050-059          | WA .065    980-994
WI .05     530-549          | WV .06     247-268          | WY .04     820-831
`;

export interface State {
  readonly code: string;
  /** `0` where nothing is taxed. */
  readonly rate: string;
  readonly isFreightTaxed: boolean;
  readonly isClothingTaxed: boolean;
  readonly zips: readonly { readonly from: number; readonly to: number }[];
}

/** Where freight is exempt when it is a line of its own. */
const FREIGHT_EXEMPT = new Set(['CA', 'MA', 'VA']);
const CLOTHING_EXEMPT = new Set(['NJ', 'PA']);

const STATES: readonly State[] = TABLE.trim()
  .split(/\s*[|\n]\s*/)
  .map((entry) => {
    const [code = '', rate = '', ...ranges] = entry.split(/\s+/);
    const zips = ranges.map((range) => range.split('-').map(Number)).map(([from = 0, to = 0]) => ({ from, to }));
    const [isFreightTaxed, isClothingTaxed] = [!FREIGHT_EXEMPT.has(code), !CLOTHING_EXEMPT.has(code)];
    return { code, rate, isFreightTaxed, isClothingTaxed, zips };
  });

export function findState(code: string): State | null {
  return STATES.find((state) => state.code === code.toUpperCase()) ?? null;
}

/** By five digits, whatever follows them. */
export function stateOfZip(zip: string): State | null {
  if (!/^\d{5}/.test(zip)) return null;
  const prefix = Number(zip.slice(0, 3));
  return STATES.find(({ zips }) => zips.some(({ from, to }) => prefix >= from && prefix <= to)) ?? null;
}
