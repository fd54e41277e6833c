import type { EngineEvent } from '../../src/media/engine.ts'
import type { Child } from '../../testkit/media/child.ts'
import type { SfuProcess } from '../../testkit/media/sfu-process.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { factsOf } from './clients.ts'

/** Encoders written in Python and browsers starting side by side take their time on a small machine. */
export const SLOW_START_MS = 40_000

/** Waits until a publisher's sound and picture both flow; returns its id. */
export function publishing(sfu: SfuProcess): Promise<string> {
  return waitFor('a publisher with sound and picture', async () => {
    const events = await sfu.events()
    const flowing = (kind: 'audio' | 'video'): string | undefined => events.find((event) => event.type === 'media' && event.kind === kind && event.flowing)?.id
    const [audio, video] = [flowing('audio'), flowing('video')]
    return audio !== undefined && audio === video && audio
  }, { within: SLOW_START_MS })
}

export function closed(sfu: SfuProcess, id: string): Promise<EngineEvent> {
  return waitFor(`${id} to be closed`, async () => (await sfu.events()).find((event) => event.type === 'closed' && event.id === id), { within: SLOW_START_MS })
}

/** Waits until the aiortc player decoded a good second of picture and heard something. */
export async function aiortcPlays(player: Child): Promise<{ width: number }> {
  return waitFor(`the player to see and hear; it said ${player.output.slice(-500)}`, () => {
    if (player.exitCode !== null) throw new Error(`the player ended: ${player.output.slice(-2000)}`)
    const facts = factsOf(player)
    const picture = facts.findLast((fact) => fact.kind === 'video' && (fact.frames ?? 0) >= 30)
    const sound = facts.some((fact) => fact.kind === 'audio' && (fact.loudest ?? 0) > 500)
    return picture?.width !== undefined && sound && { width: picture.width }
  }, { within: SLOW_START_MS })
}
