/** Somebody who can sign in at Intuit. */
export interface User {
  /** The `sub` of identity tokens. */
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly phoneNumber: string;
  readonly address: {
    readonly streetAddress: string;
    readonly locality: string;
    readonly region: string;
    readonly postalCode: string;
    readonly country: string;
  };
  /** Companies that the user may connect to apps. */
  readonly administers: readonly string[];
  /** Companies that the user works in without being allowed to. */
  readonly worksIn: readonly string[];
}

const address = {
  streetAddress: '123 Sierra Way',
  locality: 'San Pablo',
  region: 'CA',
  postalCode: '87999',
  country: 'US',
};

/** The first one is signed in unless the page is asked for another. */
export const USERS: readonly User[] = [
  {
    id: '5a3f0c52-6d0e-4b1c-9d2a-1f6b8f0e7c01',
    givenName: 'Craig',
    familyName: 'Whitaker',
    email: 'craig@craigsdesign.example',
    emailVerified: true,
    phoneNumber: '+1 5405550101',
    address,
    administers: ['9341452000000101', '9341452000000102', '9130350000000201', '9130350000000202'],
    worksIn: [],
  },
  {
    id: '5a3f0c52-6d0e-4b1c-9d2a-1f6b8f0e7c02',
    givenName: 'Zoë',
    familyName: "O'Hara",
    email: 'zoe@craigsdesign.example',
    emailVerified: true,
    phoneNumber: '+1 5405550102',
    address,
    administers: ['9341452000000101', '9130350000000201'],
    worksIn: ['9341452000000102'],
  },
];

export function findUser(id: string): User | undefined {
  return USERS.find((user) => user.id === id);
}

export function fullName({ givenName, familyName }: User): string {
  return `${givenName} ${familyName}`;
}
