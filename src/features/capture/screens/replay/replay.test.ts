import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import type { Player, PlayerOptions } from '../player/player.ts'
import { ReplayVisit } from './replay-visit.ts'
import { codeInReplayPath, timelineRows } from './state.ts'

const spans = [{ at: 0, seconds: 10, wall: 1_000_000 }, { at: 10, seconds: 20, wall: 1_070_000 }]

describe('the address of a recording', () => {
  it.each([['/replay/K7M4QX', 'K7M4QX'], ['/replay/k7m-4qx/', 'K7M4QX'], ['/replay/k7m%204qx', 'K7M4QX'], ['/replay/', ''], ['/replay/%', ''], ['/replay/a/b', ''], ['/other', '']])('%s is of %j', (path, code) => {
    expect(codeInReplayPath(path)).toBe(code)
  })
})

describe('the line of a recording', () => {
  it('holds its parts and what is missing between them, and where one is', () => {
    expect(timelineRows(spans, 1_075_000)).toEqual([
      { type: 'part', span: spans[0], isNow: false }, { type: 'gap', seconds: 60, wall: 1_010_000 }, { type: 'part', span: spans[1], isNow: true },
    ])
    expect(timelineRows(spans, null).map((row) => row.type === 'part' && row.isNow)).toEqual([false, false, false])
    expect(timelineRows([], null)).toEqual([])
  })
})

describe('a visit of a recording', () => {
  function visit(code = 'K7M4QX') {
    const players: (PlayerOptions & { isClosed: boolean; presses: number })[] = []
    const clock = new HandClock()
    const made = new ReplayVisit({
      code, timers: clock, now: () => clock.now(), client: { signed: () => Promise.reject(new Error('nobody asks')) },
      play: (options): Player => {
        const player = { ...options, isClosed: false, presses: 0 }
        players.push(player)
        return { play: () => { player.presses++ }, close: () => { player.isClosed = true }, programmeTime: () => null, latencyMs: () => null }
      },
    })
    // No more of an element is used than its place.
    const media = { currentTime: 0 } as HTMLMediaElement
    made.picture(media)
    return { visit: made, players, media, tell: players[0]?.on ?? (() => undefined) }
  }

  it('opens the recording once its picture is there, and lets go of it with the picture', () => {
    const { visit: made, players } = visit()
    expect(players).toMatchObject([{ code: 'K7M4QX', of: 'replay', isClosed: false }])
    made.picture(null)
    expect(players).toMatchObject([{ isClosed: true }])
    expect(visit('').players).toEqual([])
  })

  it('says what the player says', () => {
    const { visit: made, tell } = visit()
    tell({ type: 'waiting' })
    expect(made.state.peek()).toMatchObject({ at: 'opening', isWaiting: true })
    tell({ type: 'opened', replay: { title: 'Knees', until: 5, seconds: 30 } })
    expect(made.state.peek()).toMatchObject({ at: 'playing', isWaiting: false, told: { title: 'Knees' } })
    tell({ type: 'needs-touch' })
    expect(made.state.peek().needsPress).toBe(true)
    tell({ type: 'ended' })
    expect(made.state.peek().hasEnded).toBe(true)
    tell({ type: 'failed', failure: { why: 'unsupported' } })
    expect(made.state.peek()).toMatchObject({ at: 'failed', failure: { why: 'unsupported' } })
  })

  it('knows by the wall what is seen, in whichever part it is', () => {
    const { visit: made, media, tell } = visit()
    tell({ type: 'spans', spans })
    media.currentTime = 12.5
    tell({ type: 'progress', at: null })
    expect(made.state.peek().seen).toBe(1_072_500)
    media.currentTime = 10
    tell({ type: 'progress', at: null })
    expect(made.state.peek().seen).toBe(1_070_000)
  })

  it('goes where it is told and plays from there', () => {
    const { visit: made, players, media, tell } = visit()
    tell({ type: 'ended' })
    made.goTo(10)
    expect([media.currentTime, players[0]?.presses, made.state.peek().hasEnded]).toEqual([10, 1, false])
  })

  it('asks anew after a refusal', () => {
    const { visit: made, players, tell } = visit()
    tell({ type: 'failed', failure: { why: 'refused', code: 'REPLAY_NOT_ALLOWED', sentence: '' } })
    made.retry()
    expect(players).toHaveLength(2)
    expect(made.state.peek()).toMatchObject({ at: 'opening', failure: null })
  })
})
