import type { EntityDefinition, Presenting, Writing } from '../entity-definition';
import { downloadToken } from '../attachments/download-token';
import { faults } from '../fault';
import { any, choice, COMMON_FIELDS, flag, listOf, readOnly, structure, text, whole } from '../field';
import { objectAt, objectsAt, textAt, type JsonObject } from '../json';

/** A file or note, linked to what it belongs to. */
export const attachable: EntityDefinition = {
  name: 'Attachable',
  sequence: 'attachables',
  writes: 'full',
  removal: 'delete',
  filterable: ['FileName', 'Category', 'ContentType', 'AttachableRef.EntityRef.Type', 'AttachableRef.EntityRef.value'],
  captured: true,
  referenceWord: 'Attachables',
  fields: {
    FileName: text(1000),
    FileAccessUri: readOnly(text()),
    TempDownloadUri: readOnly(text()),
    ThumbnailFileAccessUri: readOnly(text()),
    ThumbnailTempDownloadUri: readOnly(text()),
    Size: readOnly(whole),
    ContentType: text(100),
    Category: choice('Contact Photo', 'Document', 'Image', 'Receipt', 'Signature', 'Sound', 'Other'),
    Tag: text(2000),
    PlaceName: text(2000),
    Lat: text(),
    Long: text(),
    documentId: readOnly(text()),
    ...COMMON_FIELDS,
    AttachableRef: listOf(
      structure({
        EntityRef: structure({ value: text(), type: text() }),
        LineInfo: text(),
        IncludeOnSend: flag,
        CustomField: any,
        NoRefOnly: flag,
      }),
    ),
    Note: text(2000),
  },
  prepare: (record, writing) => {
    if (record['Note'] === undefined && !writing.store.files.has(String(record['Id']))) {
      throw faults.business('You must have at least a note string or file attachment');
    }
    for (const link of objectsAt(record, 'AttachableRef')) checkTarget(link, writing);
  },
  present: addAddresses,
};

function checkTarget(link: JsonObject, { store }: Writing): void {
  link['IncludeOnSend'] ??= false;
  const target = objectAt(link, 'EntityRef');
  const id = textAt(target, 'value') ?? '';
  const type = textAt(target, 'type') ?? '';
  const entity = store.entityNames().find((name) => name.toLowerCase() === type.toLowerCase());
  if (entity === undefined || store.find(entity, id) === undefined) {
    throw faults.business(`The entity ${type} ${id} that you are trying to link does not exist. ${type} ${id}`);
  }
  target!['type'] = entity;
}

function addAddresses(record: JsonObject, { store, now, filesAddress }: Presenting): void {
  const id = String(record['Id']);
  if (!store.files.has(id)) return;
  const path = `/v3/company/${store.realmId}`;
  record['FileAccessUri'] = `${path}/download/${id}`;
  record['TempDownloadUri'] = `${filesAddress}/${store.realmId}/${id}?${downloadToken(store, id, now)}`;
  if (!String(record['ContentType']).startsWith('image/')) return;
  record['ThumbnailFileAccessUri'] = `${path}/thumbnail/${id}`;
  record['ThumbnailTempDownloadUri'] = record['TempDownloadUri'];
}
