import { describe, expect, it } from 'vitest'
import type { Guest } from '../../../wire/guests.ts'
import { isListener, linesToPlay, offersFor, privateTalk, wantsMonitor } from './host-view.ts'

const guest = (name: string, more: Partial<Guest> = {}): Guest => ({
  id: `gst_${name.padEnd(16, 'a')}` as Guest['id'], seat: `seat_${name.padEnd(16, 'a')}` as Guest['seat'],
  name: null, as: 'voice', private: false, state: 'on', line: 0, ...more,
})

describe('what a studio hears of the stage', () => {
  it('is each guest\'s own line, and never what the studio itself sends', () => {
    expect(linesToPlay([guest('b'), guest('c', { line: 1 })])).toEqual(new Set([1, 2]))
    // A picture takes the programme's line, and leaves its own to the teacher.
    expect(linesToPlay([guest('b', { as: 'picture', line: null })])).toEqual(new Set([0]))
  })

  it('is nothing of who is not on, nor of a private talk, which has its own way', () => {
    expect(linesToPlay([guest('b', { state: 'lost' }), guest('c', { private: true, line: null })])).toEqual(new Set())
  })

  it('is made ready with the yes, with a picture where one comes, and let go with the last guest', () => {
    expect(wantsMonitor([guest('b', { state: 'asked' })])).toBeNull()
    expect(wantsMonitor([guest('b', { state: 'accepted' })])).toEqual({ picture: false })
    expect(wantsMonitor([guest('b'), guest('c', { as: 'picture', line: null, state: 'lost' })])).toEqual({ picture: true })
    expect(wantsMonitor([guest('b', { private: true, line: null }), guest('c', { state: 'gone' })])).toBeNull()
  })

  it('sounds from one device of a room: the one that sends, else the one that runs the class', () => {
    expect(isListener({ sends: true, taken: true, isThis: false })).toBe(true)
    expect(isListener({ sends: false, taken: true, isThis: true })).toBe(true)
    expect(isListener({ sends: false, taken: true, isThis: false })).toBe(false)
    expect(isListener({ sends: false, taken: false, isThis: false })).toBe(true)
  })
})

describe('a private talk', () => {
  const talk = guest('b', { private: true, line: null })

  it('goes on from the window that began it, from the yes to the end', () => {
    expect(privateTalk([talk], talk.id)).toBe(talk)
    expect(privateTalk([talk], null)).toBeUndefined()
    expect(privateTalk([{ ...talk, state: 'asked' }], talk.id)).toBeUndefined()
    expect(privateTalk([{ ...talk, state: 'gone' }], talk.id)).toBeUndefined()
  })
})

describe('what can still be asked', () => {
  it('is two sounds, one with a picture, and one private talk', () => {
    expect(offersFor([])).toEqual({ voice: true, picture: true, private: true })
    expect(offersFor([guest('b', { as: 'picture', line: null })])).toEqual({ voice: true, picture: false, private: true })
    expect(offersFor([guest('b'), guest('c', { line: 1 })])).toEqual({ voice: false, picture: false, private: true })
    expect(offersFor([guest('b', { private: true, state: 'lost' })])).toEqual({ voice: true, picture: true, private: false })
    expect(offersFor([guest('b', { state: 'no' }), guest('c', { state: 'gone' })])).toEqual({ voice: true, picture: true, private: true })
  })
})
