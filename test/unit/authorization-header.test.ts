import { parseAuthorizationHeader } from '../../src/security/authorization-header';

describe('parseAuthorizationHeader', () => {
  it.each([
    ['User u=, Organization o', { user: 'u=', organization: 'o' }],
    ['Organization o,User u', { user: 'u', organization: 'o' }],
    ['user u , ORGANIZATION o, element t=', { user: 'u', organization: 'o', element: 't=' }],
    ['  User   u ,  Element t ', { user: 'u', element: 't' }],
  ])('reads %j', (header, expected) => {
    expect(parseAuthorizationHeader(header)).toEqual(expected);
  });

  it.each(['', 'Bearer x', 'User', 'User u, User v', 'User u Organization o', 'User u,', 'User u, Basic b'])(
    'refuses %j',
    (header) => {
      expect(parseAuthorizationHeader(header)).toBeNull();
    },
  );

  it('refuses a header that is too long to be one', () => {
    expect(parseAuthorizationHeader(`User ${'u'.repeat(3_000)}`)).toBeNull();
  });
});
