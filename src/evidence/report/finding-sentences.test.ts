import { afterEach, describe, expect, it } from 'vitest'
import { overwriteGetLocale } from '../../words/runtime.js'
import { FINDINGS, found, STEPS } from '../verify/finding.ts'
import type { FindingCode } from '../verify/finding.ts'
import { findingSentence, stepName } from './finding-sentences.ts'

const CODES = Object.keys(FINDINGS) as FindingCode[] // The table's own keys.
/** Everything that a sentence may name. */
const FACTS = {
  code: 'K7M4QX', format: 'f', file: 'x', key: 'k', hub: 'h', size: 1200, said: 3, witness: 'w', at: 1_800_000_000_000, line: 4, sequence: 5, number: 6, other: 7, count: 8,
  from: 1_800_000_000_000, to: 1_800_000_060_000, within: 1500, quality: 'none, peer', of: 9, bytes: 1_800_000, claim: 'c', actor: 'a', cause: 'z', name: 'n', seen: 10, origin: 'o',
}

describe.each(['en', 'de'] as const)('findings in %s', (locale) => {
  afterEach(() => overwriteGetLocale(() => 'en'))

  it.each(CODES)('%s reads as a sentence, with everything put in', (code) => {
    overwriteGetLocale(() => locale)
    const sentence = findingSentence(found('format', code, FACTS))
    expect(sentence).toMatch(/^\p{Lu}|^\S+ /u)
    expect(sentence).not.toMatch(/[{}]|undefined|NaN|evidence_/)
  })

  it('says of time what stands behind it, in which zone, and of numbers what they are', () => {
    overwriteGetLocale(() => locale)
    const sentence = findingSentence(found('time', 'TIME_SPAN', FACTS))
    expect(sentence).toContain(locale === 'de' ? 'nichts, die Handys im Kurs' : 'nothing, the phones in the class')
    expect(sentence).toContain(locale === 'de' ? '1,5' : '1.5')
    expect(new Set(STEPS.map(stepName)).size).toBe(STEPS.length)
  })
})
