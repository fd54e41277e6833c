import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../../testkit/hand-clock.ts'
import { type HubTime, later, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import type { Client } from '../../../../../ui/client.ts'
import { SeenClock } from '../../../rules/clock/seen-clock.ts'
import { FIRST_WITHIN } from '../../../rules/link/fallback.ts'
import type { LinkPhase } from '../link-events.ts'
import type { Watch } from '../watch.ts'
import { Fallback, type FallbackWishes } from './fallback.ts'
import type { StreamPlayer, StreamWish } from './stream-player.ts'

const DELAY = 3 * MICROS_PER_SECOND
const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** What a browser's media elements, peer connections and players of streams do, played by hand. */
class World {
  readonly clock = new HandClock()
  readonly seen = new SeenClock()
  readonly media = { muted: true } as HTMLVideoElement
  readonly watch = { isOpen: true, isOut: false, carries: false, movedAt: undefined as number | undefined }
  readonly players: { readonly wish: StreamWish; isClosed: boolean; plays: number }[] = []
  readonly changes: (string | null)[] = []
  wishes: FallbackWishes = { wanted: true, does: { sound: true, video: true, light: true, vibrate: false }, programme: { video: true, audio: true }, isMuted: false, picture: this.media }
  phase: LinkPhase = { phase: 'entered', seat: null }
  prepared = 0
  streamMoves = true
  scriptArrives = true
  readonly fallback: Fallback

  constructor({ canWatch = true } = {}) {
    const { clock, watch, seen } = this
    const played: Pick<Watch, 'setOpen' | 'setOut' | 'signs'> = {
      setOpen: (isOpen) => { watch.isOpen = isOpen },
      setOut: (isOut) => { watch.isOut = isOut },
      signs: () => ({ movedAt: watch.movedAt, answeredAt: undefined, jitterMs: null }),
    }
    const world = this
    this.fallback = new Fallback({
      code: 'K7M4QX', client: {} as Pick<Client, 'signed'>, timers: clock, now: () => clock.now(), seen, goodAt: clock.now(),
      watch: canWatch ? played as Watch : undefined,
      link: { hubNow: () => clock.now(), get phase() { return world.phase } },
      wishes: () => this.wishes, onChange: () => this.changes.push(this.fallback.way),
      source: { prepare: () => { this.prepared++ }, open: async (wish) => this.#open(wish) },
    })
  }

  async wind(seconds: number): Promise<void> {
    for (let step = 0; step < seconds * 4; step++) {
      if (this.watch.isOpen && this.watch.carries) this.watch.movedAt = this.clock.now()
      for (const player of this.players) if (!player.isClosed && this.streamMoves) player.wish.onProgress()
      this.clock.advance(250)
      await turn()
    }
  }

  async #open(wish: StreamWish): Promise<StreamPlayer> {
    if (!this.scriptArrives) throw new TypeError('failed to fetch')
    const player = { wish, isClosed: false, plays: 0 }
    this.players.push(player)
    return await Promise.resolve({
      play: () => { player.plays++ },
      programmeTime: (): HubTime => later(this.clock.now(), -DELAY),
      close: () => { player.isClosed = true },
    })
  }
}

describe('what looks after the way', () => {
  it('plays the stream at once without WebRTC, on the picture, and tells how late it is', async () => {
    const world = new World({ canWatch: false })
    expect(world.prepared).toBe(1)
    await world.wind(1)
    expect(world.players.map(({ wish }) => wish.media)).toEqual([world.media])
    expect([world.fallback.way, world.fallback.blocked, world.media.muted, world.seen.delay]).toEqual(['hls', true, false, DELAY])
    expect(world.fallback.reading()).toEqual({ picture: 'playing', sound: 'playing', small: false, undecodable: false })
    expect(world.fallback.firstAt).toBeDefined()
    expect(world.changes.at(-1)).toBe('hls')
  })

  it('gives WebRTC its time first, puts it out while the stream plays, and takes it back when it carries', async () => {
    const world = new World()
    await world.wind(FIRST_WITHIN / MICROS_PER_SECOND - 0.5)
    expect([world.fallback.way, world.players.length, world.watch.isOut]).toEqual(['webrtc', 0, false])
    await world.wind(1)
    expect([world.fallback.way, world.players.length, world.watch.isOut, world.watch.isOpen]).toEqual(['hls', 1, true, true])
    world.watch.carries = true
    await world.wind(2)
    expect([world.fallback.way, world.watch.isOut], 'heard from one place alone, while the other is tried').toEqual(['hls', true])
    await world.wind(2)
    expect([world.fallback.way, world.watch.isOut, world.players[0]?.isClosed, world.seen.delay]).toEqual(['webrtc', false, true, 0])
  })

  it('is muted with the page', async () => {
    const world = new World({ canWatch: false })
    await world.wind(1)
    world.wishes = { ...world.wishes, isMuted: true }
    world.fallback.look()
    expect(world.media.muted).toBe(true)
    world.wishes = { ...world.wishes, isMuted: false }
    await world.wind(0.5)
    expect(world.media.muted).toBe(false)
  })

  it('shows the picture without its sound as long as the browser wants a press first', async () => {
    const world = new World({ canWatch: false })
    await world.wind(1)
    world.players[0]?.wish.onNeedsPress()
    await world.wind(1)
    expect([world.players[0]?.plays, world.media.muted, world.fallback.reading()]).toEqual([1, true, { picture: 'playing', sound: 'needs-press', small: false, undecodable: false }])
    world.fallback.pressed()
    expect([world.players[0]?.plays, world.media.muted, world.fallback.reading().sound]).toEqual([2, false, 'playing'])
  })

  it('plays anew where the picture stands now, and lets go of where it stood', async () => {
    const world = new World({ canWatch: false })
    await world.wind(1)
    world.wishes = { ...world.wishes, picture: { muted: true } as HTMLVideoElement }
    world.fallback.look()
    await turn()
    expect(world.players.map(({ isClosed }) => isClosed)).toEqual([true, false])
  })

  it('says that a stream that does not move stands, and leaves it', async () => {
    const world = new World({ canWatch: false })
    await world.wind(1)
    world.streamMoves = false
    await world.wind(2)
    expect(world.fallback.reading()).toMatchObject({ picture: 'stalled', sound: 'arriving' })
    await world.wind(8)
    expect([world.fallback.way, world.players[0]?.isClosed]).toEqual([null, true])
  })

  it('does not hear what a player says after it was left', async () => {
    const world = new World({ canWatch: false })
    await world.wind(1)
    world.wishes = { ...world.wishes, wanted: false }
    world.fallback.look()
    expect(world.fallback.way).toBeNull()
    const changes = world.changes.length
    world.players[0]?.wish.onEnded()
    world.players[0]?.wish.onProgress()
    expect(world.changes).toHaveLength(changes)
  })

  it('asks for the player’s script again when that does not arrive', async () => {
    const world = new World({ canWatch: false })
    world.scriptArrives = false
    await world.wind(1)
    expect(world.players).toHaveLength(0)
    world.scriptArrives = true
    await world.wind(2.5)
    expect(world.players).toHaveLength(1)
  })

  it('ends quietly', async () => {
    const world = new World({ canWatch: false })
    await world.wind(1)
    world.fallback.end()
    const before = world.changes.length
    await world.wind(5)
    expect([world.players.length, world.players[0]?.isClosed, world.changes.length]).toEqual([1, true, before])
  })

  it('measures how far behind it is with each look, also while the picture stands', async () => {
    const world = new World({ canWatch: false })
    await world.wind(2)
    expect(Math.abs(world.seen.delay - DELAY)).toBeLessThanOrEqual(MICROS_PER_MS)
  })
})
