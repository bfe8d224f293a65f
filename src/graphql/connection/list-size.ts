import { Directive } from 'type-graphql';

/** Tells cost estimates how long a connection's lists are. For every field that returns a connection. */
export function ListSize(): MethodDecorator & PropertyDecorator {
  return Directive(
    '@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)',
  );
}
