import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { Learner } from '../../testkit/learner.ts'
import { monotonicMs } from '../../src/rehearse/media/stamp.ts'
import { StudioEar, type Way, WAYS } from '../../src/rehearse/people/studio-ear.ts'
import { spreadOver } from './paced.ts'

export type Back = { readonly way: Way; readonly ms: readonly number[]; readonly missing: number }

const JOIN_OVER_SECONDS = 10
const DRAFT = { question: 'How was it?', options: ['Easy', 'Right', 'Hard'] }

/**
 * Learners over the real protocols, in this process: from the press of each until its line on the
 * studio's own socket tells of it. Hub and learners share the machine.
 */
export async function measureBack(count: number, seconds: number): Promise<{ readonly learners: number; readonly backs: readonly Back[] }> {
  await using hub = await HubProcess.start()
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  await host.openLobby()
  await host.enter()
  const joined = await Promise.allSettled(spreadOver(JOIN_OVER_SECONDS, count, () => Learner.join(hub.base, code)))
  const learners = joined.flatMap((join) => (join.status === 'fulfilled' ? [join.value] : []))
  await host.begin()
  const studio = new StudioEar(host)
  try {
    const backs: Back[] = []
    for (const way of WAYS) backs.push(await measureWay(way, host, learners, studio, seconds))
    return { learners: learners.length, backs }
  } finally {
    for (const learner of learners) learner.close()
    host.close()
  }
}

async function measureWay(way: Way, host: Host, learners: readonly Learner[], studio: StudioEar, seconds: number): Promise<Back> {
  const poll = way === 'answer' ? await openPoll(host) : undefined
  const ms = await Promise.all(spreadOver(seconds, learners.length, async (place) => {
    const learner = learners[place]
    if (!learner) return undefined
    const heard = studio.hears(learner.seat, way)
    const pressed = monotonicMs()
    if (way === 'hand') learner.raiseHand()
    else if (way === 'rep') learner.confirmRep(1)
    else if (poll) learner.link.send({ type: 'answer-poll', poll, option: place % DRAFT.options.length, at: host.now() })
    const heardAt = await heard
    return heardAt === undefined ? undefined : heardAt - pressed
  }))
  const heard = ms.filter((one) => one !== undefined)
  return { way, ms: heard, missing: learners.length - heard.length }
}

async function openPoll(host: Host) {
  host.page.link?.send({ type: 'poll', act: { do: 'open', poll: DRAFT } })
  return host.page.until('the poll', () => host.page.last('poll')?.poll?.id)
}
