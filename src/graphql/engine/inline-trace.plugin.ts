import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';

/** By which a router asks for a trace, with the value `ftv1`. */
const TRACE_HEADER = 'apollo-federation-include-trace';

/** Apollo's, for the requests that ask for a trace: it would begin one for all of them. */
export function inlineTracePlugin(): ApolloServerPlugin<BaseContext> {
  const plugin = ApolloServerPluginInlineTrace({ includeErrors: { masked: true } });
  return {
    ...plugin,
    async requestDidStart(started) {
      if (started.request.http?.headers.get(TRACE_HEADER) === 'ftv1') return plugin.requestDidStart?.(started);
    },
  };
}
