import { signal } from '@preact/signals'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HubTime, hubTime, MICROS_PER_SECOND, type WallTime } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import { destroyRecording, setRecording, setReplay, showRecording } from '../../wire/routes.ts'
import { NO_REPLAY, NOT_RECORDED, type Recording } from '../../wire/words.ts'
import { RecordingDesk } from './recording-desk.ts'
import { atRiskSeconds, type ClassNow, lampSays, lengthIn, troubleOf, wallOf } from './recording-view.ts'
import { ReplayDesk } from './replay-desk.ts'
import { untilOf } from './until.ts'

const at = (seconds: number): HubTime => hubTime(seconds * MICROS_PER_SECOND)
const recording = (over: Partial<Recording> = {}): Recording =>
  ({ ...NOT_RECORDED, state: 'on', since: at(100), tracks: { video: true, audio: true }, ...over })
const wallNow = () => new Date(2026, 10, 22, 14, 30).getTime() as WallTime

describe('the lamp of a recording', () => {
  it('tells a class that was never on the record from one that was taken off it', () => {
    expect(lampSays(NOT_RECORDED, true)).toEqual({ says: 'never' })
    expect(lampSays(recording({ state: 'off', keptTo: at(120) }), true)).toEqual({ says: 'off' })
  })

  it('says up to when it is kept, and nothing of the kind before anything is', () => {
    expect(lampSays(recording(), false)).toEqual({ says: 'waits' })
    expect(lampSays(recording(), true)).toEqual({ says: 'begins' })
    expect(lampSays(recording({ keptTo: at(120) }), true)).toEqual({ says: 'kept', to: at(120) })
  })

  it('begins anew when it is switched on again, until something is kept of that', () => {
    expect(lampSays(recording({ since: at(130), keptTo: at(120) }), true)).toEqual({ says: 'begins' })
    expect(lampSays(recording({ since: at(130), keptTo: at(132) }), true)).toEqual({ says: 'kept', to: at(132) })
  })

  it('stands still while nothing is written, whatever was kept before', () => {
    expect(lampSays(recording({ state: 'failing', keptTo: at(120), why: 'disk-full' }), true)).toEqual({ says: 'still' })
  })
})

describe('what a power cut would cost', () => {
  it('is everything since the last moment that is kept', () => {
    expect(atRiskSeconds(recording({ keptTo: at(120) }), hubTime(121.2 * MICROS_PER_SECOND))).toBe(2)
    expect(atRiskSeconds(recording({ keptTo: null }), at(103))).toBe(3)
  })

  it('counts from the switching on where that was later: off the record there is nothing to lose', () => {
    expect(atRiskSeconds(recording({ keptTo: at(50), since: at(100) }), at(101))).toBe(1)
  })

  it('is not told where nothing is being written, or the time is not known', () => {
    expect([atRiskSeconds(recording({ state: 'off' }), at(1)), atRiskSeconds(recording({ state: 'failing' }), at(1)), atRiskSeconds(recording(), null)]).toEqual([null, null, null])
  })

  it('is never less than nothing', () => {
    fc.assert(fc.property(fc.nat(1e9), fc.nat(1e9), fc.nat(1e9), (kept, since, now) => {
      expect(atRiskSeconds(recording({ keptTo: hubTime(kept), since: hubTime(since) }), hubTime(now))).toBeGreaterThanOrEqual(0)
    }))
  })
})

describe('trouble with a recording', () => {
  it('is told while it is on the record, and not when the host took it off', () => {
    expect(troubleOf(recording({ state: 'failing', why: 'disk-full' }))).toBe('disk-full')
    expect(troubleOf(recording({ state: 'on', why: 'lagging' }))).toBe('lagging')
    expect([troubleOf(recording()), troubleOf(recording({ state: 'off', why: 'disk-full' }))]).toEqual([undefined, undefined])
  })

  it('says that the sound is kept where the picture alone cannot be', () => {
    expect(troubleOf(recording({ state: 'on', why: 'codec', tracks: { video: false, audio: true } }))).toBe('sound-only')
    expect(troubleOf(recording({ state: 'failing', why: 'codec', tracks: { video: false, audio: false } }))).toBe('codec')
  })

  it('has words also for a box that gives no reason', () => {
    expect(troubleOf(recording({ state: 'failing', why: null }))).toBe('recorder-died')
  })
})

describe('a length', () => {
  it('is told in the largest unit of which there are two, rounded down', () => {
    expect([lengthIn(3 * 3600 + 100), lengthIn(7199), lengthIn(119.9), lengthIn(-4)]).toEqual([
      { value: 3, unit: 'hour' }, { value: 119, unit: 'minute' }, { value: 119, unit: 'second' }, { value: 0, unit: 'second' },
    ])
  })
})

describe('wall time of an instant', () => {
  it('is as far from the page’s own clock as the instant is from now', () => {
    expect(wallOf(at(118), at(120), wallNow())).toBe(wallNow() - 2000)
  })
})

/** A box that answers by the contract, and remembers what it was asked. */
function box(answer: (name: string, input: unknown) => unknown) {
  const asked: { name: string; params: unknown; input: unknown }[] = []
  const call = (async (route: { name: string; output: { parse(value: unknown): unknown } }, given: { params?: unknown; input?: unknown } = {}) => {
    asked.push({ name: route.name, params: given.params, input: given.input })
    return route.output.parse(answer(route.name, given.input))
  }) as Client['call']
  return { asked, client: { call } }
}
const ask = async (act: () => Promise<unknown>) => { await act(); return true }

describe('switching the recording', () => {
  const desk = (told: Recording | null) => {
    const view = signal<ClassNow | null>({ code: 'K7M4QX', phase: 'live', recorded: false, beganAt: at(90) })
    const news = signal(told)
    const { client, asked } = box((_, input) => ({ recording: recording({ state: (input as { on: boolean }).on ? 'on' : 'off' }) }))
    return { view, news, asked, desk: new RecordingDesk({ client, class: view, told: news, now: signal(at(120)), wallNow, ask }) }
  }

  it('is asked of the box, and shown as the box answers', async () => {
    const { desk: made, asked } = desk(null)
    expect(made.confirmed.value).toBe(false)
    await made.switchTo(true)
    expect(asked).toEqual([{ name: setRecording.name, params: { code: 'K7M4QX' }, input: { on: true } }])
    expect([made.recording.value.state, made.confirmed.value]).toEqual(['on', true])
  })

  it('needs no second confirmation after the class was on the record once', () => {
    expect(desk(recording({ state: 'off' })).desk.confirmed.value).toBe(true)
  })

  it('asks again a host who said no before, and switches nothing by itself', () => {
    const { desk: made, asked } = desk(null)
    made.declined.value = true
    made.press()
    expect([made.asks.value, asked]).toEqual([true, []])
  })

  it('is one tap once it is confirmed', async () => {
    const { desk: made, asked } = desk(recording())
    made.press()
    await Promise.resolve()
    expect(asked.map(({ input }) => input)).toEqual([{ on: false }])
  })

  it('follows what the box tells, whoever switched it', () => {
    const { desk: made, news } = desk(recording())
    news.value = recording({ state: 'off' })
    expect(made.recording.value.state).toBe('off')
  })

  it('knows nothing of the class before', () => {
    const { desk: made, view, news } = desk(recording())
    made.declined.value = true
    news.value = null
    view.value = { code: 'R3T9WX', phase: 'lobby', recorded: false, beganAt: null }
    expect([made.recording.value, made.declined.value, made.confirmed.value]).toEqual([NOT_RECORDED, false, false])
  })

  it('tells the time of day only while the shared time is known', () => {
    const { desk: made } = desk(recording())
    expect(made.wallOf(at(119))).toBe(wallNow() - 1000)
  })
})

describe('who may watch it again', () => {
  const desk = (replay = NO_REPLAY) => {
    const kept = { recording: recording({ state: 'off' }), replay, bytes: 1000, gaps: [] }
    const { client, asked } = box((name, input) => (name === setReplay.name ? { replay: input } : name === destroyRecording.name ? { recording: NOT_RECORDED } : kept))
    return { desk: new ReplayDesk({ client, code: 'K7M4QX', wallNow, ask }), asked }
  }

  it('may do so for a week when they are let in, unless the host says otherwise', async () => {
    const { desk: made, asked } = desk()
    await made.look()
    await made.letIn('class')
    expect(asked.at(-1)?.input).toEqual({ who: 'class', until: untilOf('week', wallNow()) })
    await made.setUntil(null)
    await made.letIn('code')
    expect(asked.at(-1)?.input).toEqual({ who: 'code', until: null })
  })

  it('is nobody any more when the host says so', async () => {
    const { desk: made, asked } = desk({ who: 'code', until: null })
    await made.look()
    await made.letIn('nobody')
    expect(asked.at(-1)?.input).toEqual(NO_REPLAY)
    expect(made.details.value?.replay).toEqual(NO_REPLAY)
  })

  it('is looked at anew once the recording is deleted', async () => {
    const { desk: made, asked } = desk()
    await made.destroy()
    expect(asked.map(({ name }) => name)).toEqual([destroyRecording.name, showRecording.name])
  })
})
