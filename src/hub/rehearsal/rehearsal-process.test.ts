import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from '../../../testkit/hub-process.ts'
import { Host } from '../../../testkit/host.ts'
import { Learner } from '../../../testkit/learner.ts'
import { readRecord } from '../../../testkit/read-record.ts'
import { beatSound } from '../../features/live/rules/together/beat-sound.ts'
import { beginRehearsal, leaveRehearsal, listRehearsals } from '../../features/live/wire/rehearsal.ts'
import { listTracks, setPlan } from '../../features/live/wire/routes.ts'
import type { PlanItem } from '../../features/live/wire/run.ts'
import type { ClassView } from '../../features/live/wire/words.ts'
import { ItemId } from '../../kernel/ids.ts'

/** Real processes: a box whose crew rehearses, and comes back. */
const WITHIN_MS = 180_000
let hub: HubProcess
let host: Host
let code: string

beforeAll(async () => {
  hub = await HubProcess.start()
  const invitation = await hub.invitation()
  code = invitation.code
  host = await Host.pair(invitation.studioLink, code)
  await host.page.client.signed({ method: 'POST', path: `/api/1/classes/${code}/tracks?title=Song`, body: new Uint8Array(beatSound(60)), contentType: 'application/octet-stream', withinMs: 30_000 })
  const { tracks } = await host.page.client.call(listTracks, { params: { code } })
  const music = tracks.find(({ title }) => title === 'Song')?.track ?? null
  const item: PlanItem = { id: ItemId.parse('item_aaaaaaaaaaaaaaaa'), title: 'Lift', kind: 'practice', seconds: 300, overrun: 'push', cues: [], poll: null, music }
  await host.page.client.call(setPlan, { params: { code }, input: { plan: { objective: 'Lift', items: [item] } } })
}, WITHIN_MS)
afterAll(() => hub[Symbol.asyncDispose]())

/** Has the box go somewhere, and waits until it answers from there. */
async function go(route: typeof beginRehearsal | typeof leaveRehearsal): Promise<void> {
  const before = hub.hubPid() ?? 0
  await host.page.client.call(route, { params: { code } })
  await hub.isBack(before)
}
const seen = async (): Promise<ClassView> => ((await (await fetch(`${hub.base}/api/1/classes/${code}`)).json()) as { class: ClassView }).class
const folders = (): string[] => (existsSync(join(hub.folder, 'rehearsal')) ? readdirSync(join(hub.folder, 'rehearsal')) : [])

describe('a crew that rehearses its class', () => {
  it('holds it under the same code with its plan and music, comes back after a crash, and leaves a sheet and nothing else', async () => {
    await go(beginRehearsal)
    expect(await seen()).toMatchObject({ code, phase: 'draft', rehearsal: true, objective: 'Lift' })
    expect((await host.page.client.call(listTracks, { params: { code } })).tracks.map(({ title }) => title)).toContain('Song')
    expect(folders()).toHaveLength(1)
    await host.openLobby()
    await host.enter()
    const learner = await Learner.join(hub.base, code)
    await host.begin()
    await learner.confirmRep(1).kept
    await expect(host.page.client.call(leaveRehearsal)).rejects.toMatchObject({ code: 'REHEARSAL_LIVE' })
    await expect(host.page.client.call(beginRehearsal, { params: { code } })).rejects.toMatchObject({ code: 'REHEARSAL_ON' })

    const dead = hub.kill()
    await hub.isBack(dead)
    await learner.page.until('the learner to be back', () => learner.page.all('entered').length >= 2, 20_000)
    expect(await seen()).toMatchObject({ phase: 'live', rehearsal: true })
    await learner.confirmRep(2).kept
    await host.page.until('the studio to be back', () => host.page.all('entered').length >= 2, 20_000)
    await host.end()
    learner.close()
    host.close()

    await go(leaveRehearsal)
    expect(await seen()).toMatchObject({ code, phase: 'draft', rehearsal: false, here: 0 })
    expect(folders()).toEqual([])
    expect(existsSync(join(hub.folder, 'rehearsal'))).toBe(false)
    const { rehearsals } = await host.page.client.call(listRehearsals, { params: { code } })
    expect(rehearsals).toMatchObject([{ figures: { code, came: 1, reps: 2 } }])
    await expect(host.page.client.call(leaveRehearsal)).rejects.toMatchObject({ code: 'NO_REHEARSAL' })
  }, WITHIN_MS)

  it('that is broken off before its class began leaves nothing', async () => {
    await go(beginRehearsal)
    await go(leaveRehearsal)
    expect((await host.page.client.call(listRehearsals, { params: { code } })).rehearsals).toHaveLength(1)
  }, WITHIN_MS)

  it('that a power cut ends finds the real class, and no rehearsal', async () => {
    await go(beginRehearsal)
    await host.openLobby()
    expect(folders()).toHaveLength(1)
    await hub.powerCycle()
    expect(await seen()).toMatchObject({ phase: 'draft', rehearsal: false })
    expect(folders()).toEqual([])
  }, WITHIN_MS)

  it('is not begun while the class is in its lobby, and the record knows of one sheet alone', async () => {
    await host.openLobby()
    await expect(host.page.client.call(beginRehearsal, { params: { code } })).rejects.toMatchObject({ code: 'ANOTHER_CLASS_RUNNING' })
    expect(await hub.stop()).toBe(0)
    const kinds = (await readRecord(hub.folder)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'live.rehearsal-held.1')).toHaveLength(1)
    for (const kind of ['live.seat-taken.1', 'live.class-begun.1', 'live.rep-confirmed.1']) expect(kinds).not.toContain(kind)
  }, WITHIN_MS)
})
