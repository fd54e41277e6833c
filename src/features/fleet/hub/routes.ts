import { Malformed, Refused } from '../../../kernel/failures.ts'
import { verifierText } from '../../../kernel/note.ts'
import { hashTileBytes, hasTile, parseTilePath } from '../../../kernel/tiles.ts'
import { mount, mountRaw } from '../../../platform/http/mounted.ts'
import type { DoorCall, Mounted } from '../../../platform/http/mounted.ts'
import { parseAddCheckpoint, SIZE_TYPE, sizeText } from '../wire/add-checkpoint.ts'
import { FLEET_REFUSALS } from '../wire/refusals.ts'
import { ADD_CHECKPOINT_DOOR, CHECKPOINT_DOOR, logKeys, RECEIPT_DOOR, TILE_DOOR } from '../wire/routes.ts'
import { cosignCheckpoint } from './cosign-checkpoint.ts'
import type { FleetDeps } from './deps.ts'
import { writeReceipt } from './write-receipt.ts'

/** For a whole class behind one router; a log of a year is read by one person in a minute. */
const LIMIT = { burst: 300, seconds: 10 }
/** A log asks a few times for each class. */
const WITNESS_LIMIT = { burst: 30, seconds: 60 }
const TEXT = { 'content-type': 'text/plain; charset=utf-8' }

/** Every door of this feature. Log and witness speak the published formats, not JSON. */
export function fleetDoors(deps: FleetDeps): Mounted[] {
  const { journal, cosigner } = deps
  const refusals = FLEET_REFUSALS
  return [
    mount(logKeys, () => ({ log: verifierText(journal.identity.signer), witness: verifierText(cosigner) })),
    mountRaw({ name: 'log-checkpoint', method: 'GET', path: CHECKPOINT_DOOR, who: 'anyone', limit: LIMIT, refusals }, () => checkpoint(deps)),
    mountRaw({ name: 'log-tile', method: 'GET', path: TILE_DOOR, who: 'anyone', limit: LIMIT, refusals }, ({ params }) => tile(deps, params)),
    mountRaw({ name: 'add-checkpoint', method: 'POST', path: ADD_CHECKPOINT_DOOR, who: 'anyone', limit: WITNESS_LIMIT, refusals }, ({ body }) => addCheckpoint(deps, body)),
    mountRaw({ name: 'receipt', method: 'GET', path: RECEIPT_DOOR, who: 'device', limit: LIMIT, refusals }, (call) => receipt(deps, call)),
  ]
}

function checkpoint({ journal }: FleetDeps): Response {
  const note = journal.cosigned()
  if (note === undefined) throw new Refused('NOT_FOUND')
  return new Response(note, { headers: TEXT })
}

function tile({ journal }: FleetDeps, { level, a, b, c, d }: DoorCall['params']): Response {
  const wanted = parseTilePath(['tile', level, a, b, c, d].filter((part) => part !== undefined).join('/'))
  if (wanted.level === 'entries' || !hasTile(journal.head().size, wanted)) throw new Refused('TILE_UNKNOWN')
  // Not to be kept by a cache, though it never changes: at the next venue the same address is another box with another log.
  const bytes = hashTileBytes({ ...wanted, level: wanted.level }, journal.node)
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'application/octet-stream' } })
}

function addCheckpoint(deps: FleetDeps, body: Uint8Array): Response {
  const answer = cosignCheckpoint(deps, parseAddCheckpoint(textOf(body)))
  if ('line' in answer) return new Response(answer.line, { headers: TEXT })
  return new Response(sizeText(answer.seenSize), { status: 409, headers: { 'content-type': SIZE_TYPE } })
}

function receipt(deps: FleetDeps, { params, caller }: DoorCall): Response {
  if (!caller.device) throw new Refused('SIGNATURE_NEEDED')
  const text = writeReceipt(deps, params['code'] ?? '', caller.device)
  return new Response(text, { headers: { ...TEXT, 'content-disposition': 'attachment; filename="receipt.tlog-proof"' } })
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch (cause) {
    throw new Malformed('add-checkpoint: UTF-8', { cause })
  }
}
