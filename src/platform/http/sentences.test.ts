import { describe, expect, it } from 'vitest'
import { otherSentence, platformSentences } from './platform-sentences.ts'
import { PLATFORM_REFUSALS, statusOfRefusal } from './refusals.ts'
import { localeFor, sentenceBook } from './sentences.ts'

describe('sentences', () => {
  const say = sentenceBook(otherSentence, platformSentences, { CUE_UNKNOWN: ({ cue }) => `No cue ${cue}.`, FORBIDDEN: () => 'never reached' })

  it('are found by the refusal\'s code, with its details', () => {
    expect(say('TOO_MANY', { seconds: 3 })).toBe('That was too often. Try again in 3 s.')
    expect(say('CUE_UNKNOWN', { cue: 7 })).toBe('No cue 7.')
    expect(say('FORBIDDEN', {})).toBe('This device may not do that.')
  })

  it('exist for every general refusal, and for codes nobody knows', () => {
    const sentences = PLATFORM_REFUSALS.map((code) => say(code, {}))
    expect(new Set(sentences).size).toBe(PLATFORM_REFUSALS.length)
    expect(say('toString', {})).toBe('The box said no.')
  })

  it.each([null, undefined, '', 'en', 'xx, en;q=0.5', 'en;q=0, *', ';;;', 'q=1', ','.repeat(1000), 'a'.repeat(10_000)])('are in a language there is for the wish %j', (header) => {
    expect(localeFor(header)).toBe('en')
  })
})

describe('the status of a refusal', () => {
  it.each([
    ['FORBIDDEN', 403], ['INTERNAL', 500], ['CLASS_UNKNOWN', 404], ['CLASS_OVER', 410], ['TICKET_USED', 410], ['PASSPHRASE_WRONG', 403],
    ['PASSPHRASE_NEEDS_TRUST', 403], ['PASSPHRASE_TOO_SHORT', 422], ['CUES_TOO_FAST', 429], ['NO_SEAT', 403], ['CLASS_NOT_LIVE', 409], ['ROOM_FULL', 409], ['toString', 409],
  ])('%s is %i', (code, status) => {
    expect(statusOfRefusal(code)).toBe(status)
  })
})
