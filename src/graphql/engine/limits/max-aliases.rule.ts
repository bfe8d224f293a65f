import type { ValidationContext, ValidationRule } from 'graphql';
import { limitError } from './limit-error';

/** Refuses documents with more than `allowed` aliases, those of `__typename` and of fragments included. */
export function maxAliasesRule(allowed: number): ValidationRule {
  return (context: ValidationContext) => {
    let actual = 0;
    return {
      Field(field) {
        if (field.alias !== undefined) actual += 1;
      },
      Document: {
        leave() {
          if (actual <= allowed) return;
          const message = `The document has ${actual} aliases; at most ${allowed} are allowed.`;
          context.reportError(limitError('ALIASES', message, { allowed, actual }));
        },
      },
    };
  };
}
