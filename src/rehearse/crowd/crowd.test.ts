import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from '../../../testkit/hub-process.ts'
import { Host } from '../../../testkit/host.ts'
import { Child } from '../../../testkit/media/child.ts'
import { beginRehearsal, setMadeUp } from '../../features/live/wire/rehearsal.ts'
import { m } from '../../words/messages.js'

const COMMAND = fileURLToPath(new URL('../../../bin/lectern.js', import.meta.url))
const WITHIN_MS = 120_000
const LEARNERS = 3
const FROM_STUDIO = 2

let hub: HubProcess
let host: Host
let code: string

beforeAll(async () => {
  hub = await HubProcess.start()
  const invitation = await hub.invitation()
  code = invitation.code
  host = await Host.pair(invitation.studioLink, code)
}, WITHIN_MS)
afterAll(async () => {
  host.close()
  await hub[Symbol.asyncDispose]()
})

/** The command as an engineer gives it. */
const crowd = (): Child =>
  new Child('the crowd', process.execPath, [COMMAND, 'rehearse', '--join', code.toLowerCase(), '--port', String(hub.port), '--learners', String(LEARNERS)], { LECTERN_LANGUAGE: 'en' })

describe('made-up learners', () => {
  it('come into no class that counts', async () => {
    await using asked = crowd()
    expect(await asked.ended(WITHIN_MS)).toBe(1)
    expect(asked.output).toContain(m.rehearse_refusal_REHEARSE_NOT_REHEARSED({ code }, { locale: 'en' }))
  }, WITHIN_MS)

  it('wait for the lobby of a class that its crew rehearses, play its cues, answer, and leave when it is over', async () => {
    const before = hub.hubPid() ?? 0
    await host.page.client.call(beginRehearsal, { params: { code } })
    await hub.isBack(before)
    await using asked = crowd()
    await asked.says(new RegExp(m.rehearse_says_joining({ count: LEARNERS, code }, { locale: 'en' })), WITHIN_MS)
    await host.openLobby()
    await host.enter()
    await asked.says(new RegExp(m.rehearse_says_crowd({ count: LEARNERS }, { locale: 'en' })), WITHIN_MS)
    const here = (): number => new Set(host.page.all('seat').map(({ line }) => line.seat)).size
    await host.page.client.call(setMadeUp, { input: { count: FROM_STUDIO } })
    await host.page.until('those the studio asked for', () => here() === LEARNERS + FROM_STUDIO, WITHIN_MS)
    await host.page.client.call(setMadeUp, { input: { count: 0 } })
    await host.begin()
    host.press()
    const played = await host.page.until('the cue to be played by all', () => host.page.all('cue-result').find(({ result }) => result.played === LEARNERS), WITHIN_MS)
    expect(played.result.of).toBe(LEARNERS)
    host.page.link?.send({ type: 'poll', act: { do: 'open', poll: { question: 'Well?', options: ['Yes', 'No'] } } })
    await host.page.until('everybody to answer', () => host.page.last('poll')?.poll?.answered === LEARNERS, WITHIN_MS)
    await host.end()
    expect(await asked.ended(WITHIN_MS)).toBe(0)
    expect(asked.output).toContain(m.rehearse_says_crowd_over({}, { locale: 'en' }))
  }, WITHIN_MS)
})
