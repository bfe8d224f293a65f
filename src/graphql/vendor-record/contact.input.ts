import { Field, InputType } from 'type-graphql';
import type { ContactDetails, PostalAddress } from '../../adapters/writes';
import { checkAtMost, checkEmail, checkOptionalText, checkText } from '../vendor-write/input-checks';
import type { InputPath, InputProblems } from '../vendor-write/input-problems';

@InputType({ description: 'A postal address. It takes the place of the one that is there, whole.' })
export class PostalAddressInput {
  @Field(() => [String], { defaultValue: [], description: 'Street, house, floor: at most 5 lines.' })
  lines!: string[];

  @Field(() => String, { nullable: true, description: 'City.' })
  city?: string | null;

  @Field(() => String, { nullable: true, description: 'State, province or region.' })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code.' })
  postalCode?: string | null;

  @Field(() => String, { nullable: true, description: 'Country.' })
  country?: string | null;
}

/** What the inputs of people and firms have in common: in an update, what is left out stays, and null clears. */
@InputType()
export abstract class ContactDetailsInput {
  @Field(() => String, {
    nullable: true,
    description: 'Name as lists show it, unique in the books. Default: made of the others.',
  })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'First name.' })
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: 'Middle name.' })
  middleName?: string | null;

  @Field(() => String, { nullable: true, description: 'Last name.' })
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of a mobile telephone.' })
  mobilePhone?: string | null;

  @Field(() => String, { nullable: true, description: 'Name as printed on checks. Default: `name`.' })
  checkName?: string | null;

  @Field(() => PostalAddressInput, { nullable: true, description: 'Address; it cannot be cleared.' })
  address?: PostalAddressInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is in use. False instead of deleting: it stays on what refers to it.',
  })
  isActive?: boolean | null;
}

const LONGEST_TEXT = 1_000;
const MOST_LINES = 5;
const TEXTS = ['firstName', 'middleName', 'lastName', 'phone', 'mobilePhone', 'checkName'] as const;

/** As it is sent; what is wrong with it is collected. */
export function toContactDetails(problems: InputProblems, path: InputPath, input: ContactDetailsInput): ContactDetails {
  for (const member of ['name', 'address', 'isActive'] as const) {
    if (input[member] === null) problems.invalid([...path, member], 'There is always one: null cannot clear it.');
  }
  const { name, email, address, isActive } = input;
  if (name != null) checkText(problems, [...path, 'name'], name, LONGEST_TEXT);
  const texts = TEXTS.map((member) => [member, changedText(problems, [...path, member], input[member])] as const);
  return {
    name: name ?? undefined,
    ...Object.fromEntries(texts),
    email: email == null ? email : checkEmail(problems, [...path, 'email'], email),
    address: address == null ? undefined : toAddress(problems, [...path, 'address'], address),
    isActive: isActive ?? undefined,
  };
}

export function changedText(
  problems: InputProblems,
  path: InputPath,
  text: string | null | undefined,
): string | null | undefined {
  return text == null ? text : checkOptionalText(problems, path, text, LONGEST_TEXT);
}

function toAddress(problems: InputProblems, path: InputPath, address: PostalAddressInput): PostalAddress {
  const { lines, city = null, region = null, postalCode = null, country = null } = address;
  checkAtMost(problems, [...path, 'lines'], lines, MOST_LINES);
  lines.forEach((line, index) => checkText(problems, [...path, 'lines', index], line, LONGEST_TEXT));
  for (const [member, text] of Object.entries({ city, region, postalCode, country })) {
    checkOptionalText(problems, [...path, member], text, LONGEST_TEXT);
  }
  return { lines, city, region, postalCode, country };
}
