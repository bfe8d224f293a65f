import type { ASTNode, DirectiveNode, ValidationContext, ValidationRule } from 'graphql';
import { limitError } from './limit-error';

/** Refuses documents where one field, fragment or operation carries more than `allowed` directives. */
export function maxDirectivesRule(allowed: number): ValidationRule {
  return (context: ValidationContext) => ({
    enter(node: ASTNode & { readonly directives?: readonly DirectiveNode[] }) {
      const actual = node.directives?.length ?? 0;
      if (actual <= allowed) return;
      const message = `${actual} directives stand in one place; at most ${allowed} are allowed.`;
      context.reportError(limitError('DIRECTIVES', message, { allowed, actual }, node));
    },
  });
}
