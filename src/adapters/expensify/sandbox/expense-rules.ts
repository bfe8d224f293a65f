import type { KeptState } from './kept-state';
import type { ExpenseRule } from './sandbox-state';

type RuleTarget = Pick<ExpenseRule, 'policyID' | 'employeeEmail'>;

// Where the numbers of rules begin: any integer will do.
const FIRST_RULE = 1_000_000;

/** Rules that fill in expenses of one member of one policy. */
export class ExpenseRules {
  constructor(private readonly kept: KeptState) {}

  all(): readonly ExpenseRule[] {
    return [...this.kept.data.rules];
  }

  find(ruleID: number): ExpenseRule | undefined {
    return this.kept.data.rules.find((rule) => rule.ruleID === ruleID);
  }

  /** The rule that does the same for the same person, if there is one. */
  findSame({ policyID, employeeEmail, actions }: Omit<ExpenseRule, 'ruleID'>): ExpenseRule | undefined {
    return this.of({ policyID, employeeEmail }).find((rule) => {
      return rule.actions.tag === actions.tag && rule.actions.defaultBillable === actions.defaultBillable;
    });
  }

  of({ policyID, employeeEmail }: RuleTarget): readonly ExpenseRule[] {
    return this.kept.data.rules.filter((rule) => rule.policyID === policyID && rule.employeeEmail === employeeEmail);
  }

  add(rule: Omit<ExpenseRule, 'ruleID'>): void {
    this.kept.data.rules.push({ ruleID: FIRST_RULE + this.kept.nextNumber(), ...rule });
  }

  put(rule: ExpenseRule): void {
    this.kept.data.rules = this.kept.data.rules.map((one) => (one.ruleID === rule.ruleID ? rule : one));
    this.kept.touch();
  }
}
