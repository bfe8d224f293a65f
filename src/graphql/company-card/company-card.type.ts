import { Field, ObjectType } from 'type-graphql';
import type { CompanyCardValue } from '../../adapters/records';
import { DateScalar, DateTimeScalar } from '../scalars';

@ObjectType({ description: "The latest import of a card's transactions.", simpleResolvers: true })
export class CompanyCardImport {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was.' })
  at!: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it went well; null when the vendor does not say.' })
  succeeded!: boolean | null;

  @Field(() => String, { nullable: true, description: "Its result in the vendor's words, such as `200`." })
  vendorCode!: string | null;
}

@ObjectType({
  description: 'A payment card of a company. Read from the vendor each time, and not kept.',
  simpleResolvers: true,
})
export class CompanyCard {
  @Field(() => String, { description: "The vendor's id of it." })
  remoteId!: string;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: "Who issued it, in the vendor's words." })
  bank!: string | null;

  @Field(() => String, { nullable: true, description: 'Its number, masked by the vendor: `1234XXXXXXXX1979`.' })
  number!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "E-mail address of whom it was given to; null while it is nobody's.",
  })
  employeeEmail!: string | null;

  @Field(() => String, { nullable: true, description: 'Personnel number of whom it was given to.' })
  employeeNumber!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether expenses on it are paid back to the employee.' })
  reimbursable!: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was set up at the vendor.' })
  createdAt!: Date | null;

  @Field(() => CompanyCardImport, {
    nullable: true,
    description: 'The latest import of its transactions; null before the first.',
  })
  lastImport!: CompanyCardValue['lastImport'];

  @Field(() => DateScalar, { nullable: true, description: 'Day from which on its transactions are imported.' })
  importsFrom!: string | null;
}
