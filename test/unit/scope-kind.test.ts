import type { InstanceScope, OrganizationScope, ReportScope } from '../../src/persistence/keyset/list-scope';
import { bindScopes, type Narrowing } from '../../src/persistence/keyset/scope-kind';

type Scope = OrganizationScope | InstanceScope | ReportScope;

const narrowing: Narrowing<Scope> = {
  parentOf: (scope) => ('reportRemoteId' in scope ? scope.reportRemoteId : undefined),
  condition: 't.report_remote_id = s.parent',
};
const organizationId = 'organization';
const instanceId = 'instance';

describe('the scopes of one list call', () => {
  it('of several instances are the organization’s', () => {
    const scope = { organizationId, instanceIds: ['a', 'b'] };
    expect(bindScopes<Scope>([scope], narrowing)).toMatchObject({ kind: { isOfOneInstance: false }, scopes: [scope] });
  });

  it('of one instance of an organization are that instance’s', () => {
    const { kind, scopes } = bindScopes<Scope>([{ organizationId, instanceIds: [instanceId] }], narrowing);

    expect(kind).toEqual({ condition: 't.instance_id = s.instance_id', isOfOneInstance: true });
    expect(scopes).toMatchObject([{ organizationId, instanceId }]);
  });

  it('are narrowed by their parents', () => {
    const { kind, scopes } = bindScopes<Scope>([{ organizationId, instanceId, reportRemoteId: 'R1' }], narrowing);

    expect(kind.condition).toBe('t.instance_id = s.instance_id AND t.report_remote_id = s.parent');
    expect(scopes).toMatchObject([{ organizationId, instanceId, parent: 'R1' }]);
  });

  it('are all of one kind', () => {
    const mixed: Scope[] = [
      { organizationId, instanceId },
      { organizationId, instanceId, reportRemoteId: 'R1' },
    ];
    expect(() => bindScopes(mixed, narrowing)).toThrow('not all of one kind');
  });
});
