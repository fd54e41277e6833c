import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GuestId, PublisherId, SeatId } from '../../../kernel/ids.ts'
import { hubTime, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { HubTime } from '../../../kernel/time.ts'
import { applyGuest, BACK_WITHIN, CONNECT_WITHIN, decideGuest, isLiving, maySend, nextDue, NO_GUESTS, pictureOf, TOLD_FOR, voicesOf } from './guests.ts'
import type { GuestAnswer, GuestCommand, GuestEvent, Guests } from './guests.ts'

const id = (name: string): GuestId => `gst_${name.padEnd(16, 'a')}` as GuestId
const seat = (name: string): SeatId => `seat_${name.padEnd(16, 'a')}` as SeatId
const pub = (name: string): PublisherId => `pub_${name.padEnd(16, 'a')}` as PublisherId
const at = (seconds: number): HubTime => hubTime(seconds * MICROS_PER_SECOND)

/** One class's guests, with time wound by hand. */
class Stage {
  guests: Guests = NO_GUESTS
  now = at(1000)

  do(command: GuestCommand): string {
    const decision = decideGuest(this.guests, command)
    if (!decision.ok) return decision.refusal
    for (const event of decision.events) this.happens(event)
    return 'ok'
  }

  happens(event: GuestEvent): void {
    this.guests = applyGuest(this.guests, event, this.now)
  }

  invite(name: string, as: 'voice' | 'picture' = 'voice', isPrivate = false): string {
    return this.do({ type: 'invite', id: id(name), seat: seat(name), as, private: isPrivate })
  }

  answer(name: string, answer: GuestAnswer): string {
    return this.do({ type: 'answer', id: id(name), seat: seat(name), answer })
  }

  sends(name: string, source = name): void {
    this.happens({ type: 'source-came', id: id(name), source: pub(source) })
    this.happens({ type: 'media', source: pub(source), kind: 'audio', flowing: true })
  }

  /** From the asking to being heard. */
  comes(name: string, as: 'voice' | 'picture' = 'voice', isPrivate = false): void {
    this.invite(name, as, isPrivate)
    this.answer(name, 'yes')
    this.sends(name)
  }

  passes(micros: number): void {
    this.now = hubTime(this.now + micros)
    this.happens({ type: 'time-passed' })
  }

  state(name: string): string | undefined {
    return this.guests.find((one) => one.id === id(name))?.state
  }
}

describe('a learner on stage', () => {
  it('is asked, says yes, and is on when what they send arrives, not before', () => {
    const stage = new Stage()
    expect(stage.invite('a')).toBe('ok')
    expect(stage.state('a')).toBe('asked')
    stage.sends('a')
    expect(stage.state('a')).toBe('asked')
    expect(voicesOf(stage.guests)).toEqual([null, null])
    stage.answer('a', 'yes')
    expect(stage.state('a')).toBe('accepted')
    stage.sends('a')
    expect(stage.state('a')).toBe('on')
    expect(voicesOf(stage.guests)).toEqual([pub('a'), null])
  })

  it('is asked once at a time, and answers only what was asked of their own seat', () => {
    const stage = new Stage()
    stage.invite('a')
    expect(stage.invite('a', 'picture')).toBe('GUEST_THERE')
    expect(stage.do({ type: 'answer', id: id('a'), seat: seat('b'), answer: 'yes' })).toBe('GUEST_UNKNOWN')
    stage.happens({ type: 'ended', id: id('a') })
    expect(stage.answer('a', 'yes')).toBe('GUEST_UNKNOWN')
  })

  it('shares it with one other, one of the two with a picture, and one private talk stands beside them', () => {
    const stage = new Stage()
    stage.comes('a', 'picture')
    expect(stage.invite('b', 'picture')).toBe('STAGE_FULL')
    expect(stage.invite('b')).toBe('ok')
    expect(stage.invite('c')).toBe('STAGE_FULL')
    expect(stage.invite('d', 'voice', true)).toBe('ok')
    expect(stage.invite('e', 'voice', true)).toBe('STAGE_FULL')
    stage.happens({ type: 'ended', id: id('a') })
    expect(stage.invite('c')).toBe('ok')
    expect(stage.guests.map(({ line }) => line).toSorted()).toEqual([0, 1, null])
  })

  it('with a picture takes the programme\'s lines, and leaves a voice\'s line to the teacher', () => {
    const stage = new Stage()
    stage.comes('a', 'picture')
    expect(pictureOf(stage.guests)).toEqual({ source: { id: pub('a'), audio: true, video: false }, line: 0 })
    expect(voicesOf(stage.guests)).toEqual([null, null])
  })

  it('in private is on no line of the class', () => {
    const stage = new Stage()
    stage.comes('a', 'picture', true)
    expect(stage.state('a')).toBe('on')
    expect(pictureOf(stage.guests)).toBeNull()
    expect(voicesOf(stage.guests)).toEqual([null, null])
  })

  it.each(['no', 'to-microphone', 'writes', 'failed'] as const)('who answers %s is told to the host, then forgotten, and the place is free', (answer) => {
    const stage = new Stage()
    stage.invite('a')
    stage.invite('b')
    stage.answer('a', answer)
    expect(stage.state('a')).toBe(answer)
    expect(stage.invite('c')).toBe('ok')
    stage.passes(TOLD_FOR)
    expect(stage.state('a')).toBeUndefined()
    expect(stage.invite('a')).toBe('STAGE_FULL')
  })

  it('answers twice as once, and can still find on stage that the microphone fails', () => {
    const stage = new Stage()
    stage.invite('a')
    stage.answer('a', 'yes')
    const before = stage.guests
    expect(stage.answer('a', 'yes')).toBe('ok')
    expect(stage.answer('a', 'no')).toBe('ok')
    expect(stage.guests).toBe(before)
    stage.sends('a')
    stage.answer('a', 'failed')
    expect(stage.state('a')).toBe('failed')
    expect(voicesOf(stage.guests)).toEqual([null, null])
  })
})

describe('a stage guest whose link dies', () => {
  it('is off the line at once, and back on it when the link is back in time', () => {
    const stage = new Stage()
    stage.comes('a')
    stage.happens({ type: 'source-gone', source: pub('a') })
    expect(stage.state('a')).toBe('lost')
    expect(voicesOf(stage.guests)).toEqual([null, null])
    stage.passes(BACK_WITHIN - 1)
    stage.sends('a', 'again')
    expect(stage.state('a')).toBe('on')
    expect(voicesOf(stage.guests)).toEqual([pub('again'), null])
    stage.passes(60 * MICROS_PER_SECOND)
    expect(stage.state('a')).toBe('on')
  })

  it('is gone when it is not, and what comes later from it is heard by nobody', () => {
    const stage = new Stage()
    stage.comes('a')
    stage.happens({ type: 'media', source: pub('a'), kind: 'audio', flowing: false })
    expect(stage.state('a')).toBe('lost')
    stage.passes(BACK_WITHIN)
    expect(stage.state('a')).toBe('gone')
    stage.sends('a')
    expect(stage.state('a')).toBe('gone')
    expect(voicesOf(stage.guests)).toEqual([null, null])
  })

  it('has its new connection in place of the old, whatever the old one still says', () => {
    const stage = new Stage()
    stage.comes('a')
    stage.sends('a', 'new')
    stage.happens({ type: 'source-gone', source: pub('a') })
    expect(stage.state('a')).toBe('on')
    expect(voicesOf(stage.guests)).toEqual([pub('new'), null])
  })

  it('who never connects after saying yes has failed, and holds no place', () => {
    const stage = new Stage()
    stage.invite('a')
    stage.answer('a', 'yes')
    stage.passes(CONNECT_WITHIN)
    expect(stage.state('a')).toBe('failed')
  })

  it('names the instant at which the next of them is due', () => {
    const stage = new Stage()
    expect(nextDue(stage.guests)).toBe(Infinity)
    stage.comes('a')
    expect(nextDue(stage.guests)).toBe(Infinity)
    stage.happens({ type: 'source-gone', source: pub('a') })
    expect(nextDue(stage.guests)).toBe(stage.now + BACK_WITHIN)
  })
})

describe('the stage, whatever happens in whatever order', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd')
  const step = fc.oneof(
    fc.record({ do: fc.constant('invite' as const), name, as: fc.constantFrom('voice' as const, 'picture' as const), isPrivate: fc.boolean() }),
    fc.record({ do: fc.constant('answer' as const), name, answer: fc.constantFrom<GuestAnswer[]>('yes', 'yes', 'no', 'writes', 'failed') }),
    fc.record({ do: fc.constant('source' as const), name, source: fc.constantFrom('1', '2') }),
    fc.record({ do: fc.constant('media' as const), name, source: fc.constantFrom('1', '2'), kind: fc.constantFrom('audio' as const, 'video' as const), flowing: fc.boolean() }),
    fc.record({ do: fc.constant('gone' as const), name, source: fc.constantFrom('1', '2') }),
    fc.record({ do: fc.constant('end' as const), name }),
    fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 25 }) }),
  )

  it('keeps its invariants 1 to 5', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const stage = new Stage()
      const saidYes = new Set<GuestId>()
      let round = 0
      const ids = new Map<string, GuestId>()
      for (const one of steps) {
        const known = 'name' in one ? ids.get(one.name) ?? id(one.name) : id('z')
        switch (one.do) {
          case 'invite': {
            const fresh = id(`${one.name}${'bcdefghijk'[round % 10] ?? ''}${'bcdefghijk'[Math.floor(round / 10) % 10] ?? ''}`)
            round++
            if (stage.do({ type: 'invite', id: fresh, seat: seat(one.name), as: one.as, private: one.isPrivate }) === 'ok') ids.set(one.name, fresh)
            break
          }
          case 'answer': {
            const wasAsked = stage.guests.find((guest) => guest.id === known)?.state === 'asked'
            if (stage.do({ type: 'answer', id: known, seat: seat(one.name), answer: one.answer }) === 'ok' && one.answer === 'yes' && wasAsked) saidYes.add(known)
            break
          }
          case 'source': stage.happens({ type: 'source-came', id: known, source: pub(one.name + one.source) }); break
          case 'media': stage.happens({ type: 'media', source: pub(one.name + one.source), kind: one.kind, flowing: one.flowing }); break
          case 'gone': stage.happens({ type: 'source-gone', source: pub(one.name + one.source) }); break
          case 'end': stage.happens({ type: 'ended', id: known }); break
          case 'wait': stage.passes(one.seconds * MICROS_PER_SECOND); break
        }
        const living = stage.guests.filter(isLiving)
        expect(new Set(living.map((guest) => guest.seat)).size).toBe(living.length) // 1
        const lines = living.flatMap(({ line }) => line ?? [])
        expect(new Set(lines).size).toBe(lines.length) // 2
        expect(living.filter((guest) => guest.private).length).toBeLessThanOrEqual(1) // 2
        expect(living.filter((guest) => !guest.private && guest.as === 'picture').length).toBeLessThanOrEqual(1) // 2
        for (const guest of stage.guests) {
          if (maySend(guest)) expect(saidYes).toContain(guest.id) // 3
          expect(guest.state === 'on').toBe(maySend(guest) && guest.source !== null && (guest.source.audio || guest.source.video)) // 3
          if (!isLiving(guest)) expect(guest.source).toBeNull() // 4
          if (one.do === 'wait' && guest.state === 'lost') expect(stage.now - guest.since).toBeLessThan(BACK_WITHIN) // 5
        }
      }
    }))
  })
})
