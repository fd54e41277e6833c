import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classView } from '../../../../../testkit/class-view.ts'
import { SeatId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import type { ClassView, SeatChoice } from '../../wire/words.ts'
import { type LearnerState, type LinkReading, type MediaReading, startState } from './state.ts'
import { ownFigures } from './ended/own-figures.ts'
import { linkLine, readiness } from './view.ts'

const live: ClassView = classView({ phase: 'live', beganAt: hubTime(60_000_000) })
const good: LinkReading = { state: 'good', roundTripMs: 20, clockErrorMs: 2 }
const playing: MediaReading = { picture: 'playing', small: false, sound: 'playing', undecodable: false }
const room: SeatChoice = { kind: 'room', headphones: false }

function seated(choice: SeatChoice, changes: Partial<LearnerState> = {}): LearnerState {
  const start = startState('K7M4QX', choice, { vibration: false, staysAwake: true })
  return { ...start, stage: 'known', class: live, seat: SeatId.parse('seat_aaaaaaaaaaaaaaaa'), link: good, media: playing, ...changes }
}
const elsewhere = (changes: Partial<LearnerState> = {}): LearnerState => seated({ kind: 'elsewhere', headphones: false }, changes)
const media = (changes: Partial<MediaReading>): MediaReading => ({ ...playing, ...changes })

describe('the line about the link', () => {
  it('says what is seen and heard, from full down to the plan', () => {
    expect(linkLine(elsewhere())).toEqual({ rung: 'full', sentence: 'full', tone: 'steady' })
    expect(linkLine(elsewhere({ media: media({ small: true }) })).rung).toBe('low')
    expect(linkLine(elsewhere({ media: media({ picture: 'stalled' }) }))).toEqual({ rung: 'audio', sentence: 'stalled', tone: 'now' })
    expect(linkLine(elsewhere({ media: media({ picture: 'none' }) })).sentence).toBe('sound-only')
    expect(linkLine(elsewhere({ media: media({ picture: 'none', undecodable: true }) })).sentence).toBe('undecodable')
    expect(linkLine(elsewhere({ link: { ...good, state: 'socket' } })).rung).toBe('cues')
    expect(linkLine(elsewhere({ link: { ...good, state: 'lost' } }))).toEqual({ rung: 'plan', sentence: 'lost', tone: 'now' })
  })

  it('does not call a class without picture a bad link', () => {
    const quiet = elsewhere({ class: { ...live, programme: { video: false, audio: false } }, media: media({ picture: 'none', sound: 'none' }) })
    expect(linkLine(quiet)).toEqual({ rung: 'cues', sentence: 'nothing-sent', tone: 'steady' })
  })

  it('tells a phone in the room how cues come, and where to look without a link', () => {
    expect(linkLine(seated(room)).sentence).toBe('silent')
    expect(linkLine(seated(room, { abilities: { vibration: true, staysAwake: true } })).sentence).toBe('silent-buzz')
    expect(linkLine(seated({ kind: 'room', headphones: true })).sentence).toBe('headphones')
    expect(linkLine(seated(room, { link: { ...good, state: 'lost' } })).sentence).toBe('lost-silent')
  })

  it('stands out once nothing was heard of the box for two seconds, though the socket stands and the picture plays', () => {
    const heard = (staleSeconds: number | null): Partial<LearnerState> => {
      const { together } = elsewhere()
      return { together: { ...together, now: { ...together.now, staleSeconds } } }
    }
    expect(linkLine(elsewhere(heard(null))).tone).toBe('steady')
    expect(linkLine(elsewhere(heard(2)))).toEqual({ rung: 'plan', sentence: 'lost', tone: 'now' })
    expect(linkLine(seated(room, heard(2)))).toEqual({ rung: 'plan', sentence: 'lost-silent', tone: 'now' })
  })

  it('calls for a person exactly when something is missing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<LinkReading['state']>('arriving', 'good', 'socket', 'lost'),
        fc.constantFrom<MediaReading['picture']>('none', 'arriving', 'playing', 'stalled'),
        fc.constantFrom<MediaReading['sound']>('none', 'arriving', 'playing', 'needs-press'),
        (state, picture, sound) => {
          const line = linkLine(elsewhere({ link: { ...good, state }, media: media({ picture, sound }) }))
          if (state === 'lost') expect(line.tone).toBe('now')
          if (line.rung === 'full') expect([state, picture]).toEqual(['good', 'playing'])
        },
      ),
    )
  })
})

describe('readiness in the lobby', () => {
  it('wants link and clock of a silent phone, and a way for media of the others', () => {
    expect(readiness(seated(room))).toEqual({ link: 'on', clock: 'on', media: 'none', all: true })
    expect(readiness(elsewhere())).toEqual({ link: 'on', clock: 'on', media: 'on', all: true })
    expect(readiness(elsewhere({ link: { ...good, state: 'socket' } }))).toMatchObject({ media: 'wait', all: false })
  })

  it('does not call a clock ready that is further off than cues allow', () => {
    expect(readiness(elsewhere({ link: { ...good, clockErrorMs: 11 } })).clock).toBe('wait')
    expect(readiness(elsewhere({ link: { ...good, clockErrorMs: null } })).clock).toBe('wait')
    expect(readiness(elsewhere({ link: { ...good, clockErrorMs: 10 } })).clock).toBe('on')
  })
})

describe("the learner's own figures", () => {
  it('count the minutes from the beginning of the class, or from coming late', () => {
    const figures = (since: number) => ownFigures(elsewhere({ since: hubTime(since), until: hubTime(1_560_000_000) })).minutes
    expect(figures(5_000_000)).toBe(25)
    expect(figures(960_000_000)).toBe(10)
    expect(figures(1_559_000_000)).toBe(1)
  })

  it('say nothing of minutes they cannot know', () => {
    expect(ownFigures(elsewhere()).minutes).toBeNull()
  })

  it('take late cues off the ones in time', () => {
    expect(ownFigures(elsewhere({ cues: { felt: 12, late: 1, tried: true }, reps: { count: 38, told: 38 } }))).toMatchObject({ cues: 12, inTime: 11, reps: 38 })
  })
})
