import { Directive, ObjectType } from 'type-graphql';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { NestedBookEntry } from './book-entry.type';

/** What it is part of is a field of `TrackingClassResolver`. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } remoteId")')
@ObjectType({ description: 'A class that postings are tracked by.', implements: VendorRecord, simpleResolvers: true })
export class TrackingClass extends NestedBookEntry {}
