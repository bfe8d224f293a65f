import { decodeRecordId, encodeRecordId, type RecordKind } from '../../src/record-id';

const instanceId = '0193a5b2-7c11-7abc-8def-0123456789ab';

describe('ids of vendor records', () => {
  it('have a frozen form, because clients and other subgraphs store them', () => {
    expect(encodeRecordId('REPORT', instanceId, 'R00bCluvcO4T')).toBe('rpt_AZOlsnwReryN7wEjRWeJq1IwMGJDbHV2Y080VA');
    expect(encodeRecordId('EXPENSE', instanceId, '4056343049275634494')).toBe(
      'exp_AZOlsnwReryN7wEjRWeJqzQwNTYzNDMwNDkyNzU2MzQ0OTQ',
    );
    expect(encodeRecordId('POLICY', instanceId, '0810E551A5F2A9C2')).toBe(
      'pol_AZOlsnwReryN7wEjRWeJqzA4MTBFNTUxQTVGMkE5QzI',
    );
    expect(encodeRecordId('TAX_DOCUMENT', instanceId, '0193a5b2-7c11-7abc-8def-0123456789ac')).toBe(
      'tax_AZOlsnwReryN7wEjRWeJqzAxOTNhNWIyLTdjMTEtN2FiYy04ZGVmLTAxMjM0NTY3ODlhYw',
    );
    expect(encodeRecordId('EMPLOYEE', instanceId, 'ann@example.com')).toBe(
      'emp_AZOlsnwReryN7wEjRWeJq2FubkBleGFtcGxlLmNvbQ',
    );
    expect(encodeRecordId('BILL', instanceId, '144')).toBe('bil_AZOlsnwReryN7wEjRWeJqzE0NA');
    expect(encodeRecordId('SUPPLIER', instanceId, '56')).toBe('sup_AZOlsnwReryN7wEjRWeJqzU2');
    expect(encodeRecordId('LEDGER_ACCOUNT', instanceId, '41')).toBe('acc_AZOlsnwReryN7wEjRWeJqzQx');
  });

  it('name the record that they were made of', () => {
    const kinds: RecordKind[] = [
      'REPORT',
      'POLICY',
      'EMPLOYEE',
      'EXPENSE',
      'PURCHASE',
      'BILL',
      'SUPPLIER_CREDIT',
      'TAX_DOCUMENT',
      'SUPPLIER',
      'CUSTOMER',
      'LEDGER_ACCOUNT',
      'TRACKING_CLASS',
      'DEPARTMENT',
      'COMPANY',
    ];
    for (const kind of kinds) {
      const reference = { kind, instanceId, remoteId: 'ünï/code:1 🙂' };
      expect(decodeRecordId(encodeRecordId(kind, instanceId, reference.remoteId))).toEqual(reference);
    }
  });

  it('keep records of different kinds with the same number apart', () => {
    expect(encodeRecordId('PURCHASE', instanceId, '144')).not.toBe(encodeRecordId('BILL', instanceId, '144'));
  });

  it.each([
    '',
    'rpt_',
    'rpt_AZOl',
    'xyz_AZOlsnwReryN7wEjRWeJq1Iw',
    'rptAZOlsnwReryN7wEjRWeJq1Iw',
    'rpt_===',
    'R00bCluvcO4T',
  ])('are not %j', (id) => {
    expect(decodeRecordId(id)).toBeNull();
  });

  it('have one spelling only, no NUL, and a bounded length', () => {
    const id = encodeRecordId('REPORT', instanceId, 'R1');
    expect(decodeRecordId(`${id}=`)).toBeNull();
    expect(decodeRecordId(encodeRecordId('REPORT', instanceId, 'a\0b'))).toBeNull();
    expect(decodeRecordId(encodeRecordId('REPORT', instanceId, 'x'.repeat(2_000)))).toBeNull();
  });
});
