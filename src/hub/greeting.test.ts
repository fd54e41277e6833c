import { expect, it } from 'vitest'
import { DATABASE_FAILURES } from '../platform/sqlite/failures.ts'
import { databaseSentence, greeting, tourGreeting } from './greeting.ts'

const allWell = { theftCovered: true, media: true, mediaPortTaken: null }
const invitation = { code: 'WBJE27', studioLink: 'http://localhost:8080/host#pair=abc', learnerLink: 'http://192.168.4.1:8080/c/WBJE27' }
const tour = { tourLink: 'http://localhost:8080/tour#pair=abc', skipLink: 'http://localhost:8080/tour#skip&pair=abc' }
const hub = (address = 'http://192.168.4.1:8080') => ({ ...invitation, ...tour, addresses: [address] })

it('shows the studio\'s link, the learners\' address, typed and to scan, and the code', () => {
  const shown = greeting(hub(), allWell)
  for (const part of [...Object.values(invitation), 'http://192.168.4.1:8080', '█']) expect(shown).toContain(part)
})

it('says what does not work, and only that', () => {
  const well = greeting(hub(), allWell)
  const sentences = (shown: string): string[] => shown.split('\n').filter((line) => !well.includes(line))
  expect(sentences(greeting(hub(), { ...allWell, theftCovered: false }))).toHaveLength(1)
  expect(sentences(greeting(hub(), { ...allWell, media: false }))).toHaveLength(1)
  expect(greeting(hub(), { ...allWell, media: false, mediaPortTaken: 8123 })).toContain('UDP port 8123')
  expect(greeting(hub('http://localhost:8080'), allWell)).toContain('no network')
})

it('shows the way into the sample class and the way past it, and whether there is picture and sound', () => {
  const shown = tourGreeting(hub(), allWell)
  for (const link of Object.values(tour)) expect(shown).toContain(link)
  expect(tourGreeting(hub(), { ...allWell, media: false, mediaPortTaken: 8123 })).toContain('UDP port 8123')
})

it('has a sentence of its own for each way a database can fail, with its folder', () => {
  const sentences = DATABASE_FAILURES.map((code) => databaseSentence(code, '/somewhere/data'))
  expect(new Set(sentences).size).toBe(DATABASE_FAILURES.length)
  for (const sentence of sentences) expect(sentence).toContain('/somewhere/data')
})
