import { afterAll, beforeAll, expect, it } from 'vitest'
import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { Learner } from '../../testkit/learner.ts'
import { readRecord } from '../../testkit/read-record.ts'

let hub: HubProcess
beforeAll(async () => { hub = await HubProcess.start() })
afterAll(() => hub[Symbol.asyncDispose]())

it('comes back by itself after a kill in the middle of a class, and has lost nothing it called kept', async () => {
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  await host.openLobby()
  await host.enter()
  const learner = await Learner.join(hub.base, code)
  const { beganAt } = await host.begin()

  const kept: number[] = []
  for (let count = 1; count <= 12; count += 1) {
    const sent = learner.confirmRep(count)
    void sent.kept.then(() => kept.push(count), () => undefined) // What the kill cut off is not promised.
    await sent.done
    if (count === 8) await sent.kept
  }
  const dead = hub.kill()
  await hub.isBack(dead)

  // Everybody comes back by themselves, to the class as it was.
  const entries = (): number => host.page.all('entered').length
  await host.page.until('the studio to be back', () => entries() >= 2, 20_000)
  await learner.page.until('the learner to be back', () => learner.page.all('entered').length >= 2, 20_000)
  expect(host.page.last('entered')?.class).toMatchObject({ phase: 'live', code, beganAt })
  const line = await host.page.until('the learner on the roster', () => host.page.last('roster')?.lines.find((one) => one.seat === learner.seat))
  expect(line.reps).toBeGreaterThanOrEqual(Math.max(...kept))
  expect(kept).toContain(8)

  // The class goes on: a cue, a hand, and the end with its figures.
  await host.press().done
  await host.page.until('the cue to settle', () => host.page.all('cue-result').find((news) => news.result.settled && news.result.played === 1))
  await learner.raiseHand().kept
  expect((await host.end()).phase).toBe('closed')
  host.close()
  learner.close()
  expect(await hub.stop()).toBe(0)

  const facts = await readRecord(hub.folder)
  const reps = facts.filter((fact) => fact.kind === 'live.rep-confirmed.1').map((fact) => fact.body['count'])
  for (const count of kept) expect(reps).toContain(count)
  expect(facts.map((fact) => fact.sequence)).toEqual(facts.map((_, place) => place))
}, 90_000)
