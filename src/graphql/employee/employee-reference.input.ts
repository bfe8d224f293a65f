import { Directive, Field, ID, InputType } from 'type-graphql';
import { checkEmail } from '../vendor-write/input-checks';
import type { InputPath } from '../vendor-write/input-problems';
import type { WriteTarget } from '../vendor-write/write-target';
import { decodeIdOf } from '../vendor-record/record-reference';

@Directive('@oneOf')
@InputType({ description: 'One person: exactly one of the two.' })
export class EmployeeReferenceInput {
  @Field(() => ID, { nullable: true, description: 'By id in this graph.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'By e-mail address.' })
  email?: string | null;
}

/** The e-mail address of who is meant; the compiled executor does not check `@oneOf` by itself. */
export async function resolveEmployee(
  target: WriteTarget,
  path: InputPath,
  { id, email }: EmployeeReferenceInput,
): Promise<string> {
  const { problems } = target;
  if ((id == null) === (email == null)) {
    problems.invalid(path, 'Exactly one of `id` and `email` names somebody.', '`{ id: … }` or `{ email: … }`.');
    return '';
  }
  return id == null ? checkEmail(problems, [...path, 'email'], email ?? '') : findById(target, [...path, 'id'], id);
}

async function findById({ problems, context, instance }: WriteTarget, path: InputPath, id: string): Promise<string> {
  const key = decodeIdOf(id, ['EMPLOYEE']);
  const employee = key?.instanceId === instance.id ? await context.loaders.employees.load(key) : null;
  if (employee === null) problems.notFound(path, 'Employee', id);
  else if (employee.email === null) problems.invalid(path, 'No e-mail address is known of this employee.');
  return employee?.email ?? '';
}
