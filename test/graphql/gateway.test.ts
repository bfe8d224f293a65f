import { startGateway } from '../support/gateway';
import { describeSupergraph } from './supergraph.contract';

describeSupergraph('@apollo/gateway', startGateway);
