import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Control, controlAfter, START } from './control.ts'
import { crewRole, linkFor, pageBeside } from './crew.ts'

const host = { role: 'host', wishes: false } as const
const here: Control = { at: 'here' }
const tablet = { label: 'Tablet', isThis: false }

describe('who runs the class', () => {
  it('a host’s device takes control where nobody has it, a co-host’s and a technician’s do not', () => {
    const nobody = { label: null, isThis: false }
    expect(controlAfter(START, nobody, host)).toEqual({ state: { at: 'nobody' }, takes: true })
    expect(controlAfter(START, nobody, { role: 'co-host', wishes: false }).takes).toBe(false)
    expect(controlAfter(START, nobody, { role: 'technician', wishes: false }).takes).toBe(false)
  })

  it('the device that loses it goes slim, and stays so until it has control again', () => {
    const lost = controlAfter(here, tablet, host)
    expect(lost).toEqual({ state: { at: 'handed-over', label: 'Tablet' }, takes: false })
    expect(controlAfter(lost.state, { ...tablet, label: 'Phone' }, host).state).toEqual({ at: 'handed-over', label: 'Phone' })
    expect(controlAfter(lost.state, { label: 'Laptop', isThis: true }, host).state).toEqual(here)
  })

  it('one that merely looks on keeps all it sees', () => {
    expect(controlAfter(START, tablet, host)).toEqual({ state: { at: 'elsewhere', label: 'Tablet' }, takes: false })
  })

  it('one opened to take over does so, whoever had control before, unless it may not', () => {
    expect(controlAfter(START, tablet, { role: 'host', wishes: true }).takes).toBe(true)
    expect(controlAfter(START, tablet, { role: 'technician', wishes: true }).takes).toBe(false)
  })

  it('goes slim only after having been in control, whatever is told', () => {
    const told = fc.record({ label: fc.option(fc.constantFrom('Tablet', 'Laptop'), { nil: null }), isThis: fc.boolean() })
    fc.assert(fc.property(fc.array(told), (news) => {
      let [state, had] = [START, false]
      for (const one of news) {
        state = controlAfter(state, one, host).state
        had ||= one.isThis
        if (state.at === 'handed-over') expect(had).toBe(true)
        if (one.isThis) expect(state.at).toBe('here')
      }
    }))
  })
})

describe('the role a device has in the studio', () => {
  it('is the one by which it may do most', () => {
    expect([crewRole(['technician', 'host']), crewRole(['technician', 'co-host']), crewRole(['technician'])]).toEqual(['host', 'co-host', 'technician'])
  })

  it('has a page of its own beside the studio where it may not open that', () => {
    expect([pageBeside(['desk', 'technician']), pageBeside(['desk']), pageBeside(['reviewer', 'desk']), pageBeside(['reviewer'])]).toEqual([null, '/desk', '/review', '/review'])
  })

  it('comes by a link to where it belongs', () => {
    const link = 'http://box/host#pair=TICKET'
    expect(linkFor('host', link, 'K7M4QX')).toBe(`${link}&take`)
    expect([linkFor('co-host', link, 'K7M4QX'), linkFor('technician', link, 'K7M4QX')]).toEqual([link, link])
    expect(linkFor('reviewer', link, 'K7M4QX')).toBe('http://box/review/K7M4QX#pair=TICKET')
    expect([linkFor('desk', link, 'K7M4QX'), linkFor('desk', link, undefined)]).toEqual(['http://box/desk/K7M4QX#pair=TICKET', 'http://box/desk#pair=TICKET'])
  })
})
