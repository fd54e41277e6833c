import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from '../../testkit/hub-process.ts'
import { Host } from '../../testkit/host.ts'
import { Learner } from '../../testkit/learner.ts'
import { Page } from '../../testkit/page.ts'
import { DiskModel } from '../../testkit/power-cut/disk-model.ts'
import { readTrace } from '../../testkit/power-cut/trace.ts'
import type { TracedOp } from '../../testkit/power-cut/trace.ts'
import { withRecord } from '../../testkit/read-record.ts'
import { RecordedPublisher } from '../../testkit/recorded-publisher.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { publishWithKey } from '../../testkit/watching.ts'
import { segmentShelf } from '../features/capture/hub/shelf.ts'
import { segmentSealed } from '../features/capture/wire/entries.ts'
import { setRecording } from '../features/capture/wire/routes.ts'
import { makeStreamKey } from '../features/live/wire/routes.ts'
import { seededRandom } from '../../testkit/random.ts'
import { beatSound } from '../features/live/rules/together/beat-sound.ts'
import { storedTracks } from '../features/live/hub/files/file-store.ts'
import { choosePassphrase, unlock } from '../features/people/wire/routes.ts'
import type { Entry } from '../kernel/entry.ts'
import { openBlobs } from '../platform/blobs.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { dataFolder } from '../platform/data-folder.ts'
import { openKeys } from '../platform/keys/keys.ts'

/**
 * What a class wrote to the disk, call by call, and what is left when the power goes at any of them. Killing
 * a process shows nothing of this: what it wrote is still in the machine's memory.
 */

/** What somebody was told is kept, and when they heard it (seconds since 1970). */
type Promised = { readonly at: number; holds(found: Found): boolean; readonly what: string }
/** `keptTo`: the end of the last segment; every one that the record tells of was opened. */
type Found = { readonly entries: readonly Entry[]; readonly songs: number; readonly keptTo: number }

/** `npm test` installs it where it may. */
const TRACEABLE = existsSync('/usr/bin/strace')
const PASSPHRASE = 'four quiet unrelated words'
/** A bound against hanging: a machine that tests much is slow. */
const HEARD_WITHIN_MS = 60_000
const REPS = 25
const CUTS = 40
const here = mkdtempSync(join(tmpdir(), 'lectern-power-'))
const crypto = nodeCrypto()
let ops: TracedOp[] = []
const promised: Promised[] = []
let chosenAt = Infinity

const heardAt = (): number => (performance.timeOrigin + performance.now()) / 1000
const promise = (what: string, holds: Promised['holds']): void => void promised.push({ at: heardAt(), what, holds })
const hasKind = (kind: string) => ({ entries }: Found) => entries.some((entry) => entry.kind === kind)

beforeAll(async () => {
  if (!TRACEABLE) return
  const trace = join(here, 'trace')
  const folder = join(here, 'data')
  const hub = await HubProcess.startTraced(folder, trace)
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  promise('the pairing', hasKind('people.device-paired.1'))
  await host.openLobby()
  promise('the lobby', hasKind('live.lobby-opened.1'))
  await host.enter()
  const learner = await Learner.join(hub.base, code)
  promise('the seat', hasKind('live.seat-taken.1'))
  await host.begin()
  promise('the beginning', hasKind('live.class-begun.1'))
  await host.page.client.signed({ method: 'POST', path: `/api/1/classes/${code}/tracks?title=Song`, body: new Uint8Array(beatSound(60)), contentType: 'application/octet-stream', withinMs: 30_000 })
  promise('the song', ({ songs }) => songs === 1)
  const { key, path } = await host.page.client.call(makeStreamKey, { params: { code } })
  const publisher = new RecordedPublisher((await publishWithKey(hub.base, path, key)).peer)
  await host.page.client.call(setRecording, { params: { code }, input: { on: true } })
  promise('the recording', hasKind('capture.recording-set.1'))
  let kept = 0
  for (let count = 1; count <= REPS; count += 1) {
    if (count % 5 === 0) {
      const keptTo = await waitFor('another segment', () => ((host.page.last('recording')?.recording.keptTo ?? 0) > kept ? host.page.last('recording')?.recording.keptTo ?? undefined : undefined), { within: HEARD_WITHIN_MS })
      kept = keptTo
      promise(`the recording up to ${keptTo}`, (found) => found.keptTo >= keptTo)
    }
    await learner.confirmRep(count).kept
    promise(`rep ${count}`, ({ entries }) => entries.some(({ kind, body }) => kind === 'live.rep-confirmed.1' && body['count'] === count))
  }
  await host.page.client.call(choosePassphrase, { input: { passphrase: PASSPHRASE } })
  chosenAt = heardAt()
  publisher.stop()
  await host.press().kept
  promise('the cue', hasKind('live.cue-pressed.1'))
  host.close()
  learner.close()
  await hub.stop()
  ops = readTrace(readFileSync(trace, 'latin1'), folder)
}, 400_000)
afterAll(() => rmSync(here, { recursive: true, force: true }))

/** The first operation that began after somebody heard of it; from there on it must survive. */
const firstAfter = (at: number): number => ops.findIndex((op) => op.at > at)

describe.runIf(TRACEABLE)('when the power goes in the middle of a class', () => {
  it('nothing that was called kept is lost, and what is left holds together', async () => {
    const random = seededRandom(41)
    const paired = firstAfter(promised[0]?.at ?? 0)
    const locked = firstAfter(chosenAt)
    expect(locked - paired).toBeGreaterThan(REPS * 3)
    const cuts = new Set(Array.from({ length: CUTS }, () => paired + Math.floor(random() * (locked - paired))))
    const disk = new DiskModel()
    for (const [number, op] of ops.slice(0, locked).entries()) {
      if (cuts.has(number)) {
        const folder = join(here, `cut-${number}`)
        disk.cutInto(folder, random)
        const found = await readBox(folder)
        const missing = promised.filter(({ at, holds }) => at < op.at && !holds(found)).map(({ what }) => what)
        expect({ number, missing }).toEqual({ number, missing: [] })
        rmSync(folder, { recursive: true })
      }
      disk.take(op)
    }
  }, 400_000)

  it('all of it would be lost on a disk that syncs nothing, so this can fail', async () => {
    const disk = new DiskModel()
    for (const op of ops) if (op.type !== 'sync') disk.take(op)
    const folder = join(here, 'unsynced')
    disk.cutInto(folder, () => 0)
    await expect(readBox(folder)).rejects.toThrow()
  })

  it('the box is locked until the passphrase opens it, and then has the class', async () => {
    const disk = new DiskModel()
    for (const op of ops) disk.take(op)
    const folder = join(here, 'locked')
    disk.cutInto(folder, seededRandom(7))
    await using hub = await HubProcess.startOn(folder)
    expect(hub.output).toContain('locked')
    expect(hub.output).not.toMatch(/Class code/)
    const page = new Page(hub.base)
    await page.client.call({ ...unlock, withinMs: 90_000 }, { input: { passphrase: PASSPHRASE } })
    const { code } = await hub.invitation()
    expect((await fetch(`${hub.base}/api/1/classes/${code}`).then((answer) => answer.json()) as { class: { phase: string } }).class.phase).toBe('live')
  }, 400_000)
})

/** Opens what a power cut left as a hub would; fails when it does not hold together. */
async function readBox(root: string): Promise<Found> {
  const { blobs, keys } = dataFolder(root)
  const held = openKeys(keys, crypto)
  const key = held.state() === 'locked' ? await held.unlock({ passphrase: PASSPHRASE }) : held.readUnprotected()
  return await withRecord(root, async (journal) => {
    const tracks = storedTracks(journal.query)
    for (const { blob, key: own } of tracks) await openBlobs(blobs).get(blob, own)
    const entries = journal.read(0, journal.head().size)
    let keptTo = 0
    for (const { kind, class: place, body } of entries) {
      if (kind !== segmentSealed.kind || !place) continue
      const { number, to } = segmentSealed.body.parse(body)
      await segmentShelf({ query: journal.query, blobs: openBlobs(blobs) }).open(place.id, number)
      keptTo = Math.max(keptTo, to)
    }
    return { entries, songs: tracks.length, keptTo }
  }, key)
}
