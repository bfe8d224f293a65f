import type { VersionCheck } from './version-check';

export interface PostalAddress {
  readonly lines?: readonly string[];
  readonly city?: string | null;
  readonly region?: string | null;
  readonly postalCode?: string | null;
  readonly country?: string | null;
}

/** What a person and a firm have. Left out: stays, or is as the vendor has it; null clears. */
export interface ContactDetails {
  /** As lists show it. */
  readonly name?: string;
  readonly firstName?: string | null;
  readonly middleName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly mobilePhone?: string | null;
  /** As printed on a check. */
  readonly checkName?: string | null;
  readonly address?: PostalAddress;
  readonly isActive?: boolean;
}

export interface SupplierDetails extends ContactDetails {
  readonly companyName?: string | null;
  readonly website?: string | null;
  /** Our number at the supplier's. */
  readonly accountNumber?: string | null;
}

export interface EmployeeDetails extends ContactDetails {
  readonly employeeNumber?: string | null;
  readonly hiredOn?: string | null;
  readonly releasedOn?: string | null;
}

export interface CreateSupplierRequest {
  readonly details: SupplierDetails;
}

export interface UpdateSupplierRequest extends VersionCheck {
  readonly supplierRemoteId: string;
  readonly details: SupplierDetails;
}

export interface CreateEmployeeRequest {
  readonly details: EmployeeDetails;
}

export interface UpdateEmployeeRequest extends VersionCheck {
  readonly employeeRemoteId: string;
  readonly details: EmployeeDetails;
}
