import type { EmployeeRole as Role } from '../../adapters/records';
import { registerEnum } from '../register-enum';

export const EmployeeRole = registerEnum<Role>('EmployeeRole', 'What someone may do.', {
  MEMBER: 'Submits.',
  AUDITOR: 'Reads everything.',
  ADMIN: 'Changes everything.',
  UNKNOWN: 'Not stated, or a word that we do not know.',
});
