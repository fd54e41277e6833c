import { z } from 'zod/mini'
import type { JsonObject } from '../../../kernel/canonical.ts'
import type { Entry } from '../../../kernel/entry.ts'
import type { DeviceId } from '../../../kernel/ids.ts'
import { Role } from '../../../kernel/roles.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { fieldsErased } from '../../../platform/journal/erasure.ts'
import type { Projector } from '../../../platform/journal/journal.ts'
import type { Query, Sql } from '../../../platform/sqlite/sql.ts'
import { devicePaired, deviceRemoved } from '../wire/entries.ts'

/** All of this feature's SQL. */

const TABLES = `
  CREATE TABLE people_device (
    id TEXT PRIMARY KEY, roles TEXT NOT NULL, label TEXT NOT NULL, label_from INTEGER NOT NULL, paired_order INTEGER NOT NULL, paired_wall INTEGER NOT NULL
  ) STRICT;
`

export type StoredDevice = {
  readonly id: DeviceId
  readonly roles: readonly Role[]
  /** Empty once its disclosure is erased. */
  readonly label: string
  readonly pairedAt: WallTime
}

export const peopleProjector: Projector = { feature: 'people', version: 2, tables: TABLES, project }

function project(sql: Sql, entry: Entry, fields: JsonObject): void {
  if (entry.kind === devicePaired.kind) {
    const { device, roles } = devicePaired.body.parse(entry.body)
    const label = devicePaired.private.safeParse(fields).data?.label ?? ''
    sql.run(
      `INSERT INTO people_device (id, roles, label, label_from, paired_order, paired_wall) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET roles = excluded.roles, label = excluded.label, label_from = excluded.label_from, paired_wall = excluded.paired_wall`,
      device, JSON.stringify(roles), label, entry.sequence, entry.sequence, entry.time.wall,
    )
  }
  if (entry.kind === deviceRemoved.kind) {
    sql.run('DELETE FROM people_device WHERE id = ?', deviceRemoved.body.parse(entry.body).device)
  }
  if (entry.kind === fieldsErased.kind) {
    for (const sequence of fieldsErased.body.parse(entry.body).entries) sql.run(`UPDATE people_device SET label = '' WHERE label_from = ?`, sequence)
  }
}

type DeviceRow = { id: DeviceId; roles: string; label: string; paired_wall: WallTime }
const StoredRoles = z.array(Role)

export function deviceById(sql: Query, id: DeviceId): StoredDevice | undefined {
  const row = sql.get<DeviceRow>('SELECT * FROM people_device WHERE id = ?', id)
  return row && readDevice(row)
}

/** In the order in which they were first paired. */
export function devices(sql: Query): StoredDevice[] {
  return sql.all<DeviceRow>('SELECT * FROM people_device ORDER BY paired_order').map(readDevice)
}

function readDevice({ id, roles, label, paired_wall: pairedAt }: DeviceRow): StoredDevice {
  return { id, roles: StoredRoles.parse(JSON.parse(roles)), label, pairedAt }
}
