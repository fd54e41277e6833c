import type { JsonObject } from '../../../../kernel/canonical.ts'
import type { Entry } from '../../../../kernel/entry.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId, DeviceId, PersonId, SeatId } from '../../../../kernel/ids.ts'
import { claimsOfClass } from '../claims/claim-store.ts'
import { personOfDevice } from '../device-store.ts'
import { lastStatements } from '../store.ts'
import type { HoldingsDeps } from './deps.ts'

/** Somebody in a class: by their seat, by what they agreed to or asked for, or both, while a device ties the two. */
export type Somebody = { readonly person: PersonId | null; readonly seat: SeatId | null }
type Found = Somebody & { /** Whether a device leads to the seat. */ readonly isTied: boolean }
type Deps = Pick<HoldingsDeps, 'journal' | 'held'>

/** Everybody, each once: who sits first, then who has no seat here. */
export function everybody({ journal: { query }, held }: Deps, classId: ClassId): Found[] {
  const seated = held.seats(classId).map(({ id, device }): Found => ({ seat: id, person: device && personOfDevice(query, classId, device), isTied: device !== null }))
  const here = new Set(seated.map(({ person }) => person))
  const spoke = [...lastStatements(query, classId), ...claimsOfClass(query, classId)].map(({ person }) => person)
  return [...seated, ...[...new Set(spoke)].filter((person) => !here.has(person)).map((person): Found => ({ person, seat: null, isTied: false }))]
}

/** A seat that nothing is tied to any more is nobody's. */
export function isSomebody({ person, isTied }: Found): boolean {
  return person !== null || isTied
}

/** `key`: a person or a seat, as {@link keyOf} names them. */
export function findSomebody(deps: Deps, classId: ClassId, key: string): Somebody {
  const found = everybody(deps, classId).find(({ person, seat }) => person === key || seat === key)
  if (!found) throw new Refused('PERSON_UNKNOWN')
  return { person: found.person, seat: found.seat }
}

export function keyOf({ person, seat }: Somebody): string {
  return person ?? seat ?? ''
}

export function whoHas({ journal: { query }, live }: Pick<HoldingsDeps, 'journal' | 'live'>, classId: ClassId, device: DeviceId): Somebody {
  return { person: personOfDevice(query, classId, device), seat: live.seatOf(classId, device) }
}

/** By ids alone: an entry is somebody's when it is said by their seat or key, or about them or a claim of theirs. */
export class Concerns {
  readonly #owners = new Map<string, Somebody>()

  constructor({ journal: { query } }: Pick<HoldingsDeps, 'journal'>, classId: ClassId, all: readonly Somebody[]) {
    for (const one of all) {
      if (one.seat) this.#owners.set(one.seat, one)
      if (one.person) this.#owners.set(one.person, one)
    }
    for (const { id, person } of claimsOfClass(query, classId)) {
      const owner = this.#owners.get(person)
      if (owner) this.#owners.set(id, owner)
    }
  }

  /** Everything by which an entry can name them. */
  get ids(): string[] {
    return [...this.#owners.keys()]
  }

  ownerOf({ actor, body }: Pick<Entry, 'actor' | 'body'>): Somebody | undefined {
    const named = ['seat', 'person', 'claim'].map((field) => textOf(body, field))
    return [...named, actor].flatMap((id) => (id === undefined ? [] : (this.#owners.get(id) ?? [])))[0]
  }
}

/** Entries of the class that are theirs, in order. */
export function entriesOf(deps: Pick<HoldingsDeps, 'journal'>, classId: ClassId, somebody: Somebody, { withPrivate = false } = {}): Entry[] {
  const concerns = new Concerns(deps, classId, [somebody])
  return deps.journal.ofClass(classId, { naming: concerns.ids, withPrivate }).filter((entry) => concerns.ownerOf(entry) !== undefined)
}

/** The name they gave last, of what is kept; an empty one was taken away. */
export function nameIn(deps: Pick<HoldingsDeps, 'journal'>, entries: readonly Entry[]): string | null {
  const names = entries.flatMap((entry) => textOf(deps.journal.disclosed(entry), 'name') ?? [])
  return names.at(-1) || null
}

function textOf(body: JsonObject, field: string): string | undefined {
  const value = body[field]
  return typeof value === 'string' ? value : undefined
}
