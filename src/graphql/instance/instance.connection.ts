import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { defineConnection } from '../connection/define-connection';
import { Instance } from './instance.type';

export const InstanceConnection = defineConnection<InstanceRow>(
  { type: 'Instance', plural: 'instances' },
  () => Instance,
);
export type InstanceList = InstanceType<typeof InstanceConnection>;
