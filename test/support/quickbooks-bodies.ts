/** Smallest bodies of the QuickBooks Online API, with what a test wants otherwise. */
type Body = Record<string, unknown>;

export function accountLine(amount: unknown, account = '22', more: Body = {}, detail: Body = {}): Body {
  return {
    Amount: amount,
    DetailType: 'AccountBasedExpenseLineDetail',
    AccountBasedExpenseLineDetail: { AccountRef: { value: account }, ...detail },
    ...more,
  };
}

export function check(more: Body = {}): Body {
  return { PaymentType: 'Check', AccountRef: { value: '35' }, Line: [accountLine(10)], ...more };
}

export function cardCharge(more: Body = {}): Body {
  return { PaymentType: 'CreditCard', AccountRef: { value: '41' }, Line: [accountLine(10)], ...more };
}

export function bill(more: Body = {}): Body {
  return { VendorRef: { value: '56' }, Line: [accountLine(120)], ...more };
}
