import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { OrganizationEntity } from './organization.entity';

/** A consent flow on its way: from `beginOAuth` until its instance exists, or its time is over. */
@Entity('oauth_consents')
@Check('oauth_consents_kind', "kind IN ('OAUTH1','OAUTH2')")
@Check('oauth_consents_status', "status IN ('BEGUN','EXCHANGING','GRANTED','COMPLETING','COMPLETED','FAILED')")
@Check('oauth_consents_grant', "encrypted_grant IS NULL OR status IN ('GRANTED','COMPLETING','FAILED')")
@Check('oauth_consents_failure', "failure IN ('DENIED','REFUSED','NOT_KEPT','UNCLAIMED')")
@Check('oauth_consents_failed', "(status = 'FAILED') = (failure IS NOT NULL)")
@Check('oauth_consents_completed', "(status = 'COMPLETED') = (completed_instance_id IS NOT NULL)")
@Index('oauth_consents_expiry', ['expiresAt'])
@Index('oauth_consents_owed', ['expiresAt'], { where: 'encrypted_grant IS NOT NULL' })
@Index('oauth_consents_organization', ['organizationId', 'expiresAt'])
export class OAuthConsentEntity {
  /** SHA-256 of `state`. */
  @PrimaryColumn('bytea', { name: 'state_hash', primaryKeyConstraintName: 'oauth_consents_pkey' })
  stateHash!: Buffer;

  /** What its secrets are bound to. */
  @Column('uuid')
  id!: string;

  @ForeignKey(() => OrganizationEntity, { name: 'oauth_consents_organization_fkey' })
  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text', { name: 'element_key' })
  elementKey!: string;

  @Column('text')
  kind!: string;

  /** The instance that gets the grant; null for a new one. */
  @Column('uuid', { name: 'instance_id', nullable: true })
  instanceId!: string | null;

  /** SHA-256 of the secret that completing needs. */
  @Column('bytea', { name: 'completion_hash' })
  completionHash!: Buffer;

  @Column('text', { name: 'callback_url' })
  callbackUrl!: string;

  @Column('text', { name: 'return_url', nullable: true })
  returnUrl!: string | null;

  /** The app's key and secret, and the request token; forgotten when the flow has ended. */
  @Column('text', { name: 'encrypted_request', nullable: true })
  encryptedRequest!: string | null;

  /** What the vendor gave, until an instance has it, or it is given back. */
  @Column('text', { name: 'encrypted_grant', nullable: true })
  encryptedGrant!: string | null;

  @Column('text')
  status!: string;

  /** Why there is no instance. */
  @Column('text', { nullable: true })
  failure!: string | null;

  @Column('text', { name: 'vendor_error', nullable: true })
  vendorError!: string | null;

  @Column('text', { name: 'vendor_error_description', nullable: true })
  vendorErrorDescription!: string | null;

  @Column('uuid', { name: 'completed_instance_id', nullable: true })
  completedInstanceId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
