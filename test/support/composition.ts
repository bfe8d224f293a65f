import { composeServices } from '@apollo/composition';
import { composeServices as composeServicesOfGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** A subgraph as it takes part in a composition. */
export interface ComposedSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url?: string;
}

export interface Composition {
  /** Of Apollo's composition. */
  readonly supergraphSdl: string;
  /** Every hint of Apollo's composition, as `CODE: message`. */
  readonly hints: readonly string[];
}

/** Composes with both libraries that routers use; throws with every error that either of them has. */
export function composeSubgraphs(subgraphs: readonly ComposedSubgraph[]): Composition {
  const services = subgraphs.map(({ name, sdl, url }) => ({
    name,
    url: url ?? `http://${name}.test`,
    typeDefs: parse(sdl),
  }));
  const apollo = composeServices(services);
  const guild = composeServicesOfGuild(services);
  const errors = [
    ...(apollo.errors ?? []).map(({ message }) => `@apollo/composition: ${message}`),
    ...(guild.errors ?? []).map(({ message }) => `@theguild/federation-composition: ${message}`),
  ];
  if (errors.length > 0 || !apollo.supergraphSdl)
    throw new Error(`The subgraphs do not compose:\n${errors.join('\n')}`);
  return {
    supergraphSdl: apollo.supergraphSdl,
    hints: (apollo.hints ?? []).map(({ definition, message }) => `${definition.code}: ${message}`),
  };
}

/** Composes our subgraph with others. `sdl` is what `_service` answers, or our own print. */
export function composeWith(sdl: string, others: readonly ComposedSubgraph[]): Composition {
  return composeSubgraphs([{ name: 'elements', sdl }, ...others]);
}
