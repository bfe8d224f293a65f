/** What a field of an entity may hold. `readOnly` ones are set by the server: what a client sends in them is ignored. */
export type Field = { readonly readOnly?: true } & (
  | { readonly kind: 'text'; readonly max?: number; readonly forbidden?: RegExp }
  | { readonly kind: 'money' }
  | { readonly kind: 'decimal'; readonly scale: number }
  | { readonly kind: 'whole' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'date' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'reference'; readonly to: readonly string[]; readonly unnamed?: true }
  | { readonly kind: 'structure'; readonly fields: Fields }
  | { readonly kind: 'list'; readonly of: Field }
  | { readonly kind: 'any' }
);

/** In the order that answers have them in. */
export type Fields = Readonly<Record<string, Field>>;

export const text = (max?: number): Field => ({ kind: 'text', max });
export const money: Field = { kind: 'money' };
export const rate: Field = { kind: 'decimal', scale: 7 };
export const whole: Field = { kind: 'whole' };
export const flag: Field = { kind: 'flag' };
export const date: Field = { kind: 'date' };
export const any: Field = { kind: 'any' };
export const choice = (...values: string[]): Field => ({ kind: 'choice', values });
/** To one of these entities; several = the reference says which in `type`. */
export const reference = (...to: string[]): Field => ({ kind: 'reference', to });
/** A reference that is answered without the name of what it refers to. */
export const unnamedReference = (...to: string[]): Field => ({ kind: 'reference', to, unnamed: true });
export const structure = (fields: Fields): Field => ({ kind: 'structure', fields });
export const listOf = (of: Field): Field => ({ kind: 'list', of });
export const readOnly = (field: Field): Field => ({ ...field, readOnly: true });

/** The names of people and firms: no colon, tab or line break. */
export const personName = (max: number): Field => ({ kind: 'text', max, forbidden: /[:\t\n]/ });

export const address: Field = structure({
  Id: text(),
  Line1: text(500),
  Line2: text(500),
  Line3: text(500),
  Line4: text(500),
  Line5: text(500),
  City: text(255),
  Country: text(255),
  CountrySubDivisionCode: text(255),
  PostalCode: text(30),
  Lat: text(),
  Long: text(),
});
export const phone = (max: number): Field => structure({ FreeFormNumber: text(max) });
export const email: Field = structure({ Address: text(100) });
export const webAddress: Field = structure({ URI: text(1000) });
export const nameValues: Field = listOf(structure({ Name: text(), Value: text() }));

/** What every entity has, in the middle of its own fields. */
export const COMMON_FIELDS: Fields = {
  domain: readOnly(text()),
  sparse: readOnly(flag),
  Id: readOnly(text()),
  SyncToken: readOnly(text()),
  MetaData: readOnly(
    structure({
      CreateTime: { kind: 'instant' },
      LastModifiedByRef: structure({ value: text() }),
      LastUpdatedTime: { kind: 'instant' },
    }),
  ),
};
