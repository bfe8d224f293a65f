import type { VendorAdapter } from '../../src/adapters/adapter';
import type { VendorOAuth } from '../../src/adapters/oauth/vendor-oauth';
import { adapters } from '../../src/adapters/registry';
import { SECRET_MASK } from '../../src/services/configuration-input';

type WithConsent = VendorAdapter & { readonly oauth: VendorOAuth };

const withConsent = adapters.filter((adapter): adapter is WithConsent => adapter.oauth !== undefined);

/** What every adapter of a vendor with a consent page has to keep, beside what all have. */
describe.each(withConsent.map((adapter) => [adapter.catalog.name, adapter] as const))(
  'the consent of %s',
  (_name, { catalog, oauth }) => {
    const fields = new Map(catalog.configurationFields.map((field) => [field.key, field]));
    const kinds = catalog.provisioningFlows.filter((flow) => flow === 'OAUTH1' || flow === 'OAUTH2');
    const examples = Object.fromEntries(
      catalog.configurationFields.map(({ key, example }) => [key, example ?? 'example']),
    );

    it('is a part of the form, with what is secret hidden', () => {
      for (const key of [...oauth.grantKeys, oauth.accountKey]) expect([key, fields.has(key)]).toEqual([key, true]);
      expect(fields.get(oauth.accessTokenKey)!.secret).toBe(true);
      expect(fields.get(oauth.accountKey)!.secret).toBe(false);
    });

    it('is of one account, which stays when the grant is another', () => {
      expect(oauth.grantKeys).toContain(oauth.accessTokenKey);
      expect(oauth.grantKeys).not.toContain(oauth.accountKey);
    });

    it('leaves the app alone when the grant is another', () => {
      const ofApp = catalog.configurationFields.filter(({ required, flows }) => required && flows.includes(kinds[0]!));
      expect(ofApp.length).toBeGreaterThan(0);
      for (const { key } of ofApp) expect(oauth.grantKeys).not.toContain(key);
    });

    it('can be had by each protocol that the catalogue names', () => {
      expect(kinds).toContain(catalog.authentication);
      for (const kind of kinds) expect(oauth.requiredParameters(kind).length).toBeGreaterThan(0);
    });

    it('is described without a secret', () => {
      const masked = Object.entries(examples).map(([key, value]) => [
        key,
        fields.get(key)!.secret ? SECRET_MASK : value,
      ]);
      const hidden = Object.fromEntries(masked) as Record<string, string>;
      expect(oauth.describe(hidden)).toEqual(oauth.describe(examples));
      expect(oauth.kindOf(hidden)).toBe(oauth.kindOf(examples));
    });
  },
);
