import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import { asksForTrace } from './trace-request';

/** Apollo's, for the requests that ask for a trace: it would begin one for all of them. */
export function inlineTracePlugin(): ApolloServerPlugin<BaseContext> {
  const plugin = ApolloServerPluginInlineTrace({ includeErrors: { masked: true } });
  return {
    ...plugin,
    async requestDidStart(started) {
      if (asksForTrace(started.request.http)) return plugin.requestDidStart?.(started);
    },
  };
}
