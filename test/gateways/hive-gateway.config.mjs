/** Hands the caller's Authorization header on to the subgraphs, and shows their errors as they are. */
export const gatewayConfig = {
  maskedErrors: false,
  propagateHeaders: {
    fromClientToSubgraphs({ request }) {
      const authorization = request.headers.get('authorization');
      return authorization === null ? {} : { authorization };
    },
  },
};
