import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PublisherId } from '../../../kernel/ids.ts'
import { applyStage, coveredVoice, EMPTY_STAGE, onAir, programmeOf, publishersOf } from './stage.ts'
import type { Stage, StageEvent } from './stage.ts'

const id = (name: string): PublisherId => `pub_${name.padEnd(16, 'a')}` as PublisherId
const came = (name: string, owner = name): StageEvent => ({ type: 'came', publisher: { id: id(name), owner, from: 'studio', label: name } })
const media = (name: string, flowing = true): StageEvent => ({ type: 'media', id: id(name), kind: 'video', flowing })
const gone = (name: string): StageEvent => ({ type: 'gone', id: id(name) })
const chosen = (name: string | null): StageEvent => ({ type: 'chosen', id: name === null ? null : id(name) })
const after = (...events: readonly StageEvent[]): Stage => events.reduce(applyStage, EMPTY_STAGE)

describe('the stage', () => {
  it('shows the first whose media arrives, not the first who connects', () => {
    expect(after(came('a'), came('b')).programme).toBeNull()
    expect(after(came('a'), came('b'), media('b')).programme).toBe(id('b'))
    expect(after(came('a'), came('b'), media('b'), media('a')).programme).toBe(id('b'))
  })

  it('keeps the place of a source that went until the same owner is back with media', () => {
    const away = after(came('a', 'obs'), media('a'), came('b'), media('b'), gone('a'))
    expect(away.programme).toBeNull()
    const back = [came('c', 'obs'), media('c')].reduce(applyStage, away)
    expect(back.programme).toBe(id('c'))
  })

  it('changes to an owner\'s new connection when the old one falls silent, in whatever order the two are noticed', () => {
    const reconnected = [came('a', 'obs'), media('a'), came('b', 'obs')]
    expect(after(...reconnected, media('b'), media('a', false)).programme).toBe(id('b'))
    expect(after(...reconnected, media('a', false), media('b')).programme).toBe(id('b'))
  })

  it('is not taken over by a second source of the same owner while the first sends', () => {
    expect(after(came('a', 'obs'), media('a'), came('b', 'obs'), media('b')).programme).toBe(id('a'))
  })

  it('stays dark when the host chose nobody, until the host chooses', () => {
    const dark = after(came('a'), media('a'), chosen(null), came('b'), media('b'))
    expect(dark.programme).toBeNull()
    expect(applyStage(dark, chosen('b')).programme).toBe(id('b'))
  })

  it('ignores the choice of one that is not there', () => {
    expect(after(came('a'), media('a'), chosen('z')).programme).toBe(id('a'))
  })

  it('says what arrives of the programme', () => {
    const stage = after(came('a'), media('a'))
    expect(programmeOf(stage)).toEqual({ video: true, audio: false })
    expect(publishersOf(stage, 'guest')).toEqual([{ id: id('a'), from: 'studio', label: 'a', video: true, audio: false, isProgramme: true }])
    expect(programmeOf(applyStage(stage, gone('a')))).toEqual({ video: false, audio: false })
  })

  it('lets a guest cover the programme, which is heard on a voice\'s line meanwhile and comes back as it is by then (5)', () => {
    const shown: StageEvent = { type: 'guest-shown', guest: { id: id('g'), video: true, audio: true, line: 1 } }
    const covered = after(came('a'), media('a'), came('b'), media('b'), shown)
    expect(onAir(covered)).toBe(id('g'))
    expect(coveredVoice(covered)).toEqual({ line: 1, id: id('a') })
    expect(programmeOf(covered)).toEqual({ video: true, audio: true })
    expect(publishersOf(covered, 'guest').map((one) => [one.label, one.isProgramme])).toEqual([['a', false], ['b', false], ['guest', true]])
    const changed = applyStage(covered, chosen('b'))
    expect(onAir(changed)).toBe(id('g'))
    expect(coveredVoice(changed)?.id).toBe(id('b'))
    const back = applyStage(changed, { type: 'guest-shown', guest: null })
    expect(onAir(back)).toBe(id('b'))
    expect(coveredVoice(back)).toBeNull()
  })

  it('never makes a guest the programme, not even when there is no other', () => {
    const alone = after({ type: 'guest-shown', guest: { id: id('g'), video: true, audio: true, line: 0 } }, chosen('g'))
    expect(alone.programme).toBeNull()
    expect(coveredVoice(alone)).toBeNull()
  })

  it('has a programme that is here or none, whatever happens in whatever order (1)', () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const event = fc.oneof(
      fc.tuple(name, fc.constantFrom('x', 'y')).map(([who, owner]) => came(who, owner)),
      fc.tuple(name, fc.boolean()).map(([who, flowing]) => media(who, flowing)),
      name.map(gone),
      fc.option(name, { nil: null }).map(chosen),
    )
    fc.assert(fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let stage = EMPTY_STAGE
      for (const one of events) {
        stage = applyStage(stage, one)
        if (stage.programme !== null) expect(stage.publishers.map((publisher) => publisher.id)).toContain(stage.programme)
      }
    }))
  })
})
