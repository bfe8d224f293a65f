import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { Metrics } from '../../metrics';
import { outcomeOf } from './operation-outcome';

/** Names told apart; each is a time series for every outcome, and clients choose them. */
const MAX_OPERATION_NAMES = 200;
const MAX_NAME_LENGTH = 80;

/** Times each operation by name: the first 200 names keep theirs, later ones are `other`. */
export function metricsPlugin<TContext extends BaseContext>(
  metrics: Pick<Metrics, 'graphqlOperationSeconds'>,
): ApolloServerPlugin<TContext> {
  const labelOf = boundedLabels(MAX_OPERATION_NAMES);
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      return {
        async willSendResponse(answered) {
          const { operation, operationName } = answered;
          const label = operation === undefined ? 'invalid' : operationName ? labelOf(operationName) : 'anonymous';
          const seconds = (performance.now() - startedAt) / 1_000;
          metrics.graphqlOperationSeconds.observe({ operation: label, outcome: outcomeOf(answered) }, seconds);
        },
      };
    },
  };
}

function boundedLabels(most: number): (name: string) => string {
  const labels = new Set<string>();
  return (name) => {
    const label = name.slice(0, MAX_NAME_LENGTH);
    if (labels.size < most) labels.add(label);
    return labels.has(label) ? label : 'other';
  };
}
