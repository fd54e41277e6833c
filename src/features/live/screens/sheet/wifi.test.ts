import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Wifi, wifiFault, wifiText } from './wifi.ts'

const wifi = (name: string, password = '', hidden = false): Wifi => ({ name, password, hidden })

/** Reads the text back as scanners do: fields up to an unescaped semicolon, then the backslashes taken off. */
function scanned(text: string): Record<string, string> {
  if (!text.startsWith('WIFI:') || !text.endsWith(';;')) throw new Error('no network')
  const fields = text.slice(5, -1).match(/[A-Z]:(?:\\.|[^\\;])*;/g) ?? []
  if (fields.join('') !== text.slice(5, -1)) throw new Error('left over')
  return Object.fromEntries(fields.map((field) => [field[0], field.slice(2, -1).replaceAll(/\\(.)/g, '$1')]))
}

describe('a Wi-Fi code', () => {
  it.each([
    [wifi('Corner Hall', 'sit down now'), 'WIFI:T:WPA;S:Corner Hall;P:sit down now;;'],
    [wifi('Corner Hall'), 'WIFI:T:nopass;S:Corner Hall;;'],
    [wifi('Back;Room', 'a:b,c\\d"e', true), 'WIFI:T:WPA;S:Back\\;Room;P:a\\:b\\,c\\\\d\\"e;H:true;;'],
    [wifi('Café Mañana 日本', '12345678'), 'WIFI:T:WPA;S:Café Mañana 日本;P:12345678;;'],
    [wifi('WIFI:T:nopass', ';;S:other;;'), 'WIFI:T:WPA;S:WIFI\\:T\\:nopass;P:\\;\\;S\\:other\\;\\;;;'],
  ])('of %j is %s', (network, text) => {
    expect(wifiText(network)).toBe(text)
  })

  it('gives a scanner back what was put in, whatever that was', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), fc.boolean(), (name, password, hidden) => {
      fc.pre(!/[\n\r\u2028\u2029]/.test(name + password))
      const read = scanned(wifiText({ name, password, hidden }))
      expect(read).toEqual({ T: password === '' ? 'nopass' : 'WPA', S: name, ...(password === '' ? {} : { P: password }), ...(hidden ? { H: 'true' } : {}) })
    }))
  })
})

describe('a network no phone could join', () => {
  it.each([
    [wifi(''), 'name-missing'], [wifi('x'.repeat(33), '12345678'), 'name-long'], [wifi('日'.repeat(11)), 'name-long'],
    [wifi('a', '1234567'), 'password-short'], [wifi('a', 'x'.repeat(64)), 'password-long'], [wifi('a', 'x'.repeat(10_000)), 'password-long'],
    [wifi('a', 'pässword'), 'password-strange'], [wifi('a', 'pass\u0000word'), 'password-strange'],
  ])('%j is told why: %s', (network, fault) => {
    expect(wifiFault(network)).toBe(fault)
  })

  it.each([wifi('a'), wifi('日'.repeat(10), '12345678'), wifi('x'.repeat(32), 'x'.repeat(63)), wifi('a', 'A1'.repeat(32))])('%j is none', (network) => {
    expect(wifiFault(network)).toBeNull()
  })
})
