import type { FinancialReportQuestion } from '../../src/adapters/financial-reports';
import {
  decodeFinancialReportId,
  digestOf,
  encodeFinancialReportId,
} from '../../src/services/financial-reports/financial-report-id';

const INSTANCE = '0198c0de-0000-7000-8000-000000000001';
const QUESTION: FinancialReportQuestion = {
  ...{ kind: 'PROFIT_AND_LOSS', from: '2026-01-01', to: '2026-03-31', basis: 'CASH', columnsBy: 'MONTH' },
  filters: { supplier: ['30', '50'], department: ['1'] },
};
const spelled = (text: string): string =>
  `fin_${Buffer.concat([Buffer.from(INSTANCE.replaceAll('-', ''), 'hex'), Buffer.from(text)]).toString('base64url')}`;

describe('the id of a financial report', () => {
  it('has a form that does not change: clients and other subgraphs keep it', () => {
    expect(encodeFinancialReportId({ instanceId: INSTANCE, question: QUESTION })).toBe(
      spelled(
        '["PROFIT_AND_LOSS","2026-01-01","2026-03-31","CASH","MONTH",[["department",["1"]],["supplier",["30","50"]]]]',
      ),
    );
  });

  it('leads back to the instance and the question', () => {
    const id = encodeFinancialReportId({ instanceId: INSTANCE, question: QUESTION });
    expect(decodeFinancialReportId(id)).toEqual({ instanceId: INSTANCE, question: QUESTION });
  });

  it('is the same for the same question, and so is what names it in our tables', () => {
    const filters = { department: ['1'], supplier: ['50', '30', '50'], customer: [] };
    const other = { ...QUESTION, filters };
    const encode = (question: FinancialReportQuestion) => encodeFinancialReportId({ instanceId: INSTANCE, question });
    expect(encode(other)).toBe(encode(QUESTION));
    expect(digestOf(other)).toEqual(digestOf(QUESTION));
    expect(encode({ ...QUESTION, basis: null })).not.toBe(encode(QUESTION));
  });

  it.each([
    '',
    'fin_',
    'fin_AAAA',
    'rpt_AAAAAAAAAAAAAAAAAAAAAAAAAA',
    spelled('nothing'),
    spelled('["FORTUNE",null,null,null,"TOTAL",[]]'),
    spelled('["CASH_FLOW","yesterday",null,null,"TOTAL",[]]'),
    spelled('["CASH_FLOW",null,null,null,"TOTAL",[["supplier",["50","30"]]]]'),
    spelled('["CASH_FLOW",null,null,null,"TOTAL",[["supplier",["30"]],["department",["1"]]]]'),
    spelled('["CASH_FLOW", null,null,null,"TOTAL",[]]'),
    `${spelled('["CASH_FLOW",null,null,null,"TOTAL",[]]')}=`,
    `fin_${'A'.repeat(9_000)}`,
  ])('is not %p', (id) => {
    expect(decodeFinancialReportId(id)).toBeNull();
  });
});
