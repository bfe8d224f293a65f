import { describeSupergraph } from '../graphql/supergraph.contract';
import { startHiveGateway } from './hive-gateway';

describeSupergraph('@graphql-hive/gateway', startHiveGateway);
