import type { z } from 'zod/mini'
import type { ClassId, DeviceId, PersonId } from '../../../kernel/ids.ts'
import type { fieldsErased } from '../../../platform/journal/erasure.ts'
import type { Query, Sql } from '../../../platform/sqlite/sql.ts'

/** Which device somebody spoke on, for as long as that is not erased. */
export const DEVICE_TABLES = `
  CREATE TABLE privacy_device (sequence INTEGER PRIMARY KEY, class TEXT NOT NULL, person TEXT NOT NULL, device TEXT NOT NULL) STRICT;
  CREATE INDEX privacy_device_of_class ON privacy_device (class, device);
  CREATE INDEX privacy_device_of_person ON privacy_device (class, person);
`

/** `device` undefined: it was never told, or is erased. */
export function linkDevice(sql: Sql, { sequence, classId, person, device }: { sequence: number; classId: ClassId; person: PersonId; device: DeviceId | undefined }): void {
  if (device === undefined) return
  sql.run('INSERT INTO privacy_device (sequence, class, person, device) VALUES (?, ?, ?, ?)', sequence, classId, person, device)
}

export function forgetDevices(sql: Sql, { entries, fields }: z.infer<typeof fieldsErased.body>): void {
  if (fields !== null && !fields.includes('device')) return
  for (const sequence of entries) sql.run('DELETE FROM privacy_device WHERE sequence = ?', sequence)
}

export function personOfDevice(sql: Query, classId: ClassId, device: DeviceId): PersonId | null {
  return sql.get<{ person: PersonId }>('SELECT person FROM privacy_device WHERE class = ? AND device = ? ORDER BY sequence DESC LIMIT 1', classId, device)?.person ?? null
}

export function deviceOfPerson(sql: Query, classId: ClassId, person: PersonId): DeviceId | null {
  return sql.get<{ device: DeviceId }>('SELECT device FROM privacy_device WHERE class = ? AND person = ? ORDER BY sequence DESC LIMIT 1', classId, person)?.device ?? null
}
