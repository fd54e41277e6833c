import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classView } from '../../../../../testkit/class-view.ts'
import { SeatId } from '../../../../kernel/ids.ts'
import { RungCause, RUNGS } from '../../../../kernel/ladder.ts'
import { hubTime } from '../../../../kernel/time.ts'
import type { ClassView, LinkRung, SeatChoice } from '../../wire/words.ts'
import { type LearnerState, type LinkReading, type MediaReading, startState } from './state.ts'
import { ownFigures } from './ended/own-figures.ts'
import { linkLine, readiness } from './view.ts'

const live: ClassView = classView({ phase: 'live', beganAt: hubTime(60_000_000) })
const good: LinkReading = { state: 'good', roundTripMs: 20, clockErrorMs: 2 }
const playing: MediaReading = { picture: 'playing', small: false, sound: 'playing', undecodable: false }
const full: LinkRung = { rung: 'full', cause: 'none', since: hubTime(1), way: 'webrtc' }
const room: SeatChoice = { kind: 'room', headphones: false }

function seated(choice: SeatChoice, changes: Partial<LearnerState> = {}): LearnerState {
  const start = startState('K7M4QX', choice, { vibration: false, staysAwake: true })
  return { ...start, stage: 'known', class: live, seat: SeatId.parse('seat_aaaaaaaaaaaaaaaa'), link: good, media: playing, rung: full, ...changes }
}
const elsewhere = (changes: Partial<LearnerState> = {}): LearnerState => seated({ kind: 'elsewhere', headphones: false }, changes)
const media = (changes: Partial<MediaReading>): MediaReading => ({ ...playing, ...changes })

describe('the line about the link', () => {
  it('says what the page does, from full down to the plan, and why where that matters', () => {
    const told = (changes: Partial<LinkRung>, media: Partial<MediaReading> = {}): string => {
      const { rung, sentence, tone } = linkLine(elsewhere({ rung: { ...full, ...changes }, media: { ...playing, ...media } }))
      return `${rung} ${sentence} ${tone}`
    }
    expect(told({})).toBe('full full steady')
    expect(told({ way: 'hls' })).toBe('full late steady')
    expect(told({ rung: 'low', cause: 'link' })).toBe('low small steady')
    expect(told({ rung: 'still', cause: 'loss' })).toBe('still still steady')
    expect(told({ rung: 'audio', cause: 'link' }, { picture: 'stalled' })).toBe('audio paused now')
    expect(told({ rung: 'audio', cause: 'silent' }, { picture: 'stalled' })).toBe('audio stalled now')
    expect(told({ rung: 'audio', cause: 'source' }, { picture: 'none' })).toBe('audio sound-only steady')
    expect(told({ rung: 'audio', cause: 'source' }, { picture: 'none', undecodable: true })).toBe('audio undecodable now')
    expect(told({ rung: 'cues', cause: 'link' }, { picture: 'stalled', sound: 'arriving' })).toBe('cues cues-only now')
    expect(told({ rung: 'cues', cause: 'silent' }, { picture: 'arriving', sound: 'arriving' })).toBe('cues sound-coming steady')
    expect(linkLine(elsewhere({ link: { ...good, state: 'socket' }, rung: { ...full, rung: 'cues', cause: 'blocked' } })).sentence).toBe('socket')
    expect(linkLine(elsewhere({ link: { ...good, state: 'socket' }, rung: { ...full, way: 'hls' } })).sentence).toBe('late')
    expect(linkLine(elsewhere({ link: { ...good, state: 'lost' } }))).toEqual({ rung: 'plan', sentence: 'lost', tone: 'now' })
  })

  it('does not call a class without picture a bad link', () => {
    const quiet = elsewhere({ class: { ...live, programme: { video: false, audio: false } }, media: media({ picture: 'none', sound: 'none' }), rung: { ...full, rung: 'cues', cause: 'source' } })
    expect(linkLine(quiet)).toEqual({ rung: 'cues', sentence: 'nothing-sent', tone: 'steady' })
  })

  it('tells a phone in the room how cues come, and where to look without a link', () => {
    expect(linkLine(seated(room)).sentence).toBe('silent')
    expect(linkLine(seated(room, { abilities: { vibration: true, staysAwake: true } })).sentence).toBe('silent-buzz')
    const heard = (way: 'webrtc' | 'hls') => seated({ kind: 'room', headphones: true }, { rung: { ...full, rung: 'audio', cause: 'asked', way } })
    expect([linkLine(heard('webrtc')).sentence, linkLine(heard('hls')).sentence]).toEqual(['headphones', 'late-sound'])
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

  it('never says more than the rung it stands on, and calls for a person without a link', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<LinkReading['state']>('arriving', 'good', 'socket', 'lost'),
        fc.constantFrom(...RUNGS), fc.constantFrom(...RungCause.options), fc.constantFrom('webrtc' as const, 'hls' as const, null),
        fc.constantFrom<MediaReading['picture']>('none', 'arriving', 'playing', 'stalled'),
        (state, rung, cause, way, picture) => {
          const line = linkLine(elsewhere({ link: { ...good, state }, media: media({ picture }), rung: { rung, cause, way, since: hubTime(1) } }))
          if (state === 'lost') expect(line.tone).toBe('now')
          if (state !== 'lost' && state !== 'arriving' && rung !== 'plan') expect(line.rung).toBe(rung)
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
