import { Directive, ObjectType } from 'type-graphql';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { NestedBookEntry } from './book-entry.type';

/** What it is part of is a field of `DepartmentResolver`. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } remoteId")')
@ObjectType({
  description: 'A department or location that postings belong to.',
  implements: VendorRecord,
  simpleResolvers: true,
})
export class Department extends NestedBookEntry {}
