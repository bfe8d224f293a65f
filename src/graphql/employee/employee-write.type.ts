import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateScalar } from '../scalars';
import { ContactDetailsInput } from '../vendor-record/contact.input';
import { VersionedInput } from '../vendor-write/version.input';
import { InstanceWriteInput } from '../vendor-write/write.input';
import { WritePayload } from '../vendor-write/write.payload';
import { Employee } from './employee.type';

@InputType({
  description: 'An employee in the books. In an update, what is left out stays, and null clears.',
})
export class EmployeeDetailsInput extends ContactDetailsInput {
  @Field(() => String, { nullable: true, description: 'Personnel number.' })
  employeeNumber?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day of being hired.' })
  hiredOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day of leaving.' })
  releasedOn?: string | null;
}

@InputType({ description: 'Arguments of `createEmployee`.' })
export class CreateEmployeeInput extends InstanceWriteInput {
  @Field(() => EmployeeDetailsInput, { description: 'Who it is; a first or a last name at least.' })
  details!: EmployeeDetailsInput;
}

@ObjectType({ description: 'Answer of `createEmployee`.', simpleResolvers: true })
export class CreateEmployeePayload extends WritePayload {
  @Field(() => ID, { nullable: true, description: 'Id of the new employee, also where it could not be read yet.' })
  employeeId?: string | null;

  @Field(() => Employee, { nullable: true, description: 'The new employee.' })
  employee?: Employee | null;
}

@InputType({ description: 'Arguments of `updateEmployee`.' })
export class UpdateEmployeeInput extends VersionedInput {
  @Field(() => ID, { description: 'Which employee.' })
  employeeId!: string;

  @Field(() => EmployeeDetailsInput, { description: 'What is to be different.' })
  details!: EmployeeDetailsInput;
}

@ObjectType({ description: 'Answer of `updateEmployee`.', simpleResolvers: true })
export class UpdateEmployeePayload extends WritePayload {
  @Field(() => Employee, {
    nullable: true,
    description: 'The employee as they now are; null when nothing was changed.',
  })
  employee?: Employee | null;
}
