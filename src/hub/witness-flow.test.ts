import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod/mini'
import type { Host } from '../../testkit/host.ts'
import { TestHub } from '../../testkit/hub.ts'
import type { Learner } from '../../testkit/learner.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { checkpointCosigned } from '../features/fleet/wire/entries.ts'
import { ADD_CHECKPOINT_DOOR, CHECKPOINT_DOOR, LOG_PREFIX, logKeys, RECEIPT_DOOR, WITNESS_PREFIX } from '../features/fleet/wire/routes.ts'
import { cosignaturesIn, openCosigned } from '../kernel/cosignature.ts'
import type { CosignedCheckpoint } from '../kernel/cosignature.ts'
import { deviceIdOf } from '../kernel/ids.ts'
import { openReceipt } from '../kernel/log-proof.ts'
import { parseVerifier } from '../kernel/note.ts'
import type { Verifier } from '../kernel/note.ts'
import { brokenTile, hashTiles, tilePath } from '../kernel/tiles.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { ToldRefusal } from '../ui/client.ts'

/** Two whole hubs start in here, twice, perhaps on a busy machine. */
const WITHIN_MS = 60_000
const crypto = nodeCrypto()

/** A box whose log is witnessed, and another box that is its witness; each was told the other's key. */
let box: TestHub
let witness: TestHub
let keys: { log: Verifier; witness: Verifier }
/** Of the one class of these tests. */
let host: Host
let learner: Learner
let earlyReceipt: string

const keysOf = async (hub: TestHub) => z.object({ log: z.string(), witness: z.string() }).parse(await (await fetch(`${hub.base}${logKeys.path}`)).json())

beforeAll(async () => {
  witness = await TestHub.start({ media: false })
  box = await TestHub.start({ media: false })
  const texts = { log: (await keysOf(box)).log, witness: (await keysOf(witness)).witness }
  keys = { log: parseVerifier(texts.log, crypto), witness: parseVerifier(texts.witness, crypto) }
  witness = await witness.restart({ config: { witnessFor: [keys.log] } })
  box = await box.restart({ config: { witnesses: [{ key: keys.witness, url: `${witness.base}${WITNESS_PREFIX}` }] } })
}, WITHIN_MS)

afterAll(async () => {
  await box.close()
  await witness.close()
})

async function newest(): Promise<CosignedCheckpoint & { readonly note: string }> {
  const response = await fetch(`${box.base}${CHECKPOINT_DOOR}`)
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  const note = await response.text()
  return { ...openCosigned(note, keys.log, [keys.witness], crypto), note }
}

const receiptOf = async ({ page }: Pick<Host, 'page'>, code = host.code): Promise<string> =>
  (await page.client.signed({ method: 'GET', path: RECEIPT_DOOR.replace(':code', code) })).text

describe('a box with a witness', () => {
  it('is cosigned after its start, when a class begins and when it has ended', async () => {
    await waitFor('a cosignature after the start', async () => (await newest()).cosignatures.length === 1, { within: WITHIN_MS })
    host = await box.host()
    await host.openLobby()
    learner = await box.learner()
    earlyReceipt = await receiptOf(learner)
    expect((await newest()).cosignatures).toEqual([])
    await host.begin()
    // What a witness says while a class is on stands on its record, so the newest checkpoint is one further than the one it saw.
    const record = box.hub.core()?.journal
    await waitFor('a cosignature after the beginning', async () => record?.read(0, 1000).some(({ kind }) => kind === checkpointCosigned.kind) ?? false, { within: WITHIN_MS })
    await host.end()
    await waitFor('a cosignature after the end', async () => (await newest()).cosignatures.length === 1, { within: WITHIN_MS })
    const { size, cosignatures } = await newest()
    expect(size).toBe(box.hub.core()?.journal.head().size)
    expect(cosignatures[0]?.witness.name).toBe(keys.witness.name)
  }, WITHIN_MS)

  it('gives the hashes of its log as tiles, from which anybody makes the root, and no entry', async () => {
    const head = await newest()
    const tiles = new Map<string, Uint8Array>()
    for (const tile of hashTiles(head.size)) {
      const response = await fetch(`${box.base}${LOG_PREFIX}/${tilePath(tile)}`)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
      tiles.set(tilePath(tile), new Uint8Array(await response.arrayBuffer()))
    }
    expect(brokenTile(head, (tile) => tiles.get(tilePath(tile)) ?? expect.fail(tilePath(tile)), crypto)).toBeNull()
  })

  it.each([
    ['tile/entries/000.p/1', 404, 'TILE_UNKNOWN'], ['tile/0/000', 404, 'TILE_UNKNOWN'], ['tile/0/x001/000', 404, 'TILE_UNKNOWN'], ['tile/1/000.p/1', 404, 'TILE_UNKNOWN'],
    ['tile/0/x001/x001/001.p/7', 404, 'TILE_UNKNOWN'], ['tile/0/0', 400, 'BAD_INPUT'], ['tile/00/000.p/1', 400, 'BAD_INPUT'], ['tile/0/000.p/0', 400, 'BAD_INPUT'],
    ['tile/0/x000/000.p/1', 400, 'BAD_INPUT'], ['tile/0/000.p', 400, 'BAD_INPUT'], ['tile/0', 404, 'NOT_FOUND'], ['tile/0/000.p/1/2/3/4/5', 404, 'NOT_FOUND'],
  ])('has no tile %s', async (path, status, code) => {
    const response = await fetch(`${box.base}${LOG_PREFIX}/${path}`)
    expect([response.status, await response.json()]).toMatchObject([status, { code }])
  })

  it('gives who sat in a class a receipt that proves it offline, also when the class is over', async () => {
    const early = openReceipt(earlyReceipt, keys.log, [keys.witness], crypto)
    expect(early.entry).toMatchObject({ kind: 'live.seat-taken.1', body: { seat: learner.seat, kind: 'elsewhere' } })
    const text = await receiptOf(learner)
    expect(text).not.toContain(deviceIdOf(learner.page.key.publicKey, crypto))
    const late = openReceipt(text, keys.log, [keys.witness], crypto)
    expect([late.entry, late.checkpoint.cosignatures.length]).toEqual([early.entry, 1])
    expect(late.checkpoint.size).toBeGreaterThan(early.checkpoint.size)
    const refused = [receiptOf(host), receiptOf(learner, '222222')].map((asked) => asked.catch((error: unknown) => (error instanceof ToldRefusal ? [error.status, error.code] : error)))
    expect(await Promise.all(refused)).toEqual([[403, 'NO_RECEIPT'], [403, 'NO_RECEIPT']])
  })
})

describe('a witness over HTTP', () => {
  const post = async (body: string | Uint8Array<ArrayBuffer>) => {
    const response = await fetch(`${witness.base}${ADD_CHECKPOINT_DOOR}`, { method: 'POST', body })
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
  }

  it('tells the size it saw to who names another', async () => {
    const { note, size } = await newest()
    expect(await post(`old 0\n\n${note}`)).toEqual({ status: 409, type: 'text/x.tlog.size', text: `${size}\n` })
    const again = await post(`old ${size}\n\n${note}`)
    expect([again.status, again.type]).toEqual([200, 'text/plain; charset=utf-8'])
    expect(cosignaturesIn(again.text, note, [keys.witness], crypto)).toHaveLength(1)
  })

  it('says as the protocol does why it cosigns nothing', async () => {
    const { note, size } = await newest()
    const stranger = await (await fetch(`${witness.base}${CHECKPOINT_DOOR}`)).text()
    const unproven = `old ${size}\n\n${note.replace(`\n${size}\n`, `\n${size + 1}\n`)}`
    expect((await post(`old 0\n\n${stranger}`)).status).toBe(404)
    expect((await post(unproven)).status).toBe(403)
    expect((await post(`old ${size + 1}\n\n${note}`)).status).toBe(400)
    expect((await post('old 0\n')).status).toBe(400)
    expect((await post(Uint8Array.of(0xff, 0xfe))).status).toBe(400)
  })
})
