import {
  day,
  flag,
  group,
  guid,
  id,
  many,
  oneOf,
  required,
  text,
  time,
  whole,
  word,
  type ElementModel,
  type ModelNode,
} from './element';

/** Parts that several requests have. Numbers are the longest texts that Intuit's schema allows. */
export const NAME_OF_ACCOUNT = 159;
export const NAME_OF_CUSTOMER = 209;
export const NAME_OF_VENDOR = 41;
export const MEMO = 4095;

/** Which of the elements of an answer are wanted; all when none is named. */
export const RETURNED = many(text('IncludeRetElement', 50));
/** Whose further fields are wanted: 0 for those that people see. */
export const OWNERS = many(guid('OwnerID'));

const MATCHES = required(word('MatchCriterion', ['StartsWith', 'Contains', 'EndsWith']));

/** Of an entity, account, class …: itself, or with those below. */
export function selection(of: string, max: number, ...first: readonly (readonly ModelNode[])[]): ElementModel {
  return group(of, [
    oneOf(
      ...first,
      [many(id('ListID'))],
      [many(text('FullName', max))],
      [id('ListIDWithChildren')],
      [text('FullNameWithChildren', max)],
    ),
  ]);
}

export const CURRENCY_FILTER: ElementModel = {
  ...group('CurrencyFilter', [oneOf([many(id('ListID'))], [many(text('FullName', 64))])]),
  since: 8,
};

/** What lists are asked by; dates of modification stand in the query itself, other than those of transactions. */
export function listFilters(max: number, ...further: readonly ModelNode[]): ModelNode[] {
  return [
    oneOf(
      [many(id('ListID'))],
      [many(text('FullName', max))],
      [
        whole('MaxReturned'),
        word('ActiveStatus', ['ActiveOnly', 'InactiveOnly', 'All']),
        time('FromModifiedDate'),
        time('ToModifiedDate'),
        oneOf(
          [group('NameFilter', [MATCHES, required(text('Name', max))])],
          [group('NameRangeFilter', [text('FromName', max), text('ToName', max)])],
        ),
        ...further,
      ],
    ),
    RETURNED,
  ];
}

/** What transactions are asked by. */
export function transactionFilters(options: {
  readonly refNumber: number;
  readonly paidStatus?: boolean;
  readonly linked: boolean;
}): ModelNode[] {
  const { refNumber, paidStatus = false, linked } = options;
  return [
    oneOf(
      [many(id('TxnID'))],
      [many(text('RefNumber', refNumber))],
      [many(text('RefNumberCaseSensitive', refNumber))],
      [
        whole('MaxReturned'),
        oneOf(
          [group('ModifiedDateRangeFilter', [time('FromModifiedDate'), time('ToModifiedDate')])],
          [group('TxnDateRangeFilter', [day('FromTxnDate'), day('ToTxnDate')])],
        ),
        selection('EntityFilter', NAME_OF_CUSTOMER),
        selection('AccountFilter', NAME_OF_ACCOUNT),
        oneOf(
          [group('RefNumberFilter', [MATCHES, required(text('RefNumber', refNumber))])],
          [group('RefNumberRangeFilter', [text('FromRefNumber', refNumber), text('ToRefNumber', refNumber)])],
        ),
        CURRENCY_FILTER,
        ...(paidStatus ? [word('PaidStatus', ['All', 'PaidOnly', 'NotPaidOnly'])] : []),
      ],
    ),
    flag('IncludeLineItems'),
    ...(linked ? [flag('IncludeLinkedTxns')] : []),
    RETURNED,
    OWNERS,
  ];
}

export function address(of: string): ElementModel {
  const addressLines = [1, 2, 3, 4, 5].map((number) => text(`Addr${number}`, 41));
  const place = [text('City', 31), text('State', 21), text('PostalCode', 13), text('Country', 31), text('Note', 41)];
  return group(of, [...addressLines, ...place]);
}
