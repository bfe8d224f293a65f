import type { SortDirection } from '../../persistence/keyset/keyset-page';
import { registerEnum } from '../register-enum';

export const OrderDirection = registerEnum<SortDirection>(
  'OrderDirection',
  'Direction of a sorted list. Records without a value come last in both.',
  {
    ASC: 'Smallest, earliest, A first.',
    DESC: 'Largest, latest, Z first.',
  },
);
