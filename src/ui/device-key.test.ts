import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { bringDeviceKey, hasDeviceKey, isSomebodyElse, type KeyStorage, leaveToTab, openDeviceKey, openPersonKey } from './device-key.ts'

const HOUR = 3600 * 1000

/** A browser's storage, which is not there in Node. */
class Store implements KeyStorage {
  readonly #items = new Map<string, string>()
  get length(): number { return this.#items.size }
  key(index: number): string | null { return [...this.#items.keys()][index] ?? null }
  getItem(name: string): string | null { return this.#items.get(name) ?? null }
  setItem(name: string, value: string): void { this.#items.set(name, value) }
  removeItem(name: string): void { this.#items.delete(name) }
}

const opened = (storage: KeyStorage, over: { trusted?: boolean; use?: 'studio' | { class: string }; at?: number } = {}) =>
  openDeviceKey({ trusted: over.trusted ?? false, use: over.use ?? { class: 'ABC234' }, storage, crypto: nodeCrypto(), now: () => over.at ?? 1_000_000 })

describe('the key of a device', () => {
  it('stays the same over reloads, and says how long it lasts', () => {
    const storage = new Store()
    expect(opened(storage).device).toBe(opened(storage).device)
    expect(opened(storage).lasts).toBe('class')
    expect(opened(new Store(), { trusted: true }).lasts).toBe('kept')
    expect(opened(new Store(), { use: 'studio' }).lasts).toBe('day')
  })

  it('is another in another class on plain http, and the same on a trusted address', () => {
    const storage = new Store()
    expect(opened(storage).device).not.toBe(opened(storage, { use: { class: 'XYZ789' } }).device)
    expect(opened(storage, { trusted: true }).device).toBe(opened(storage, { trusted: true, use: 'studio' }).device)
  })

  it('is there or not, which asking does not change', () => {
    const storage = new Store()
    const place = { trusted: false, use: 'studio', storage } as const
    expect([hasDeviceKey(place), storage.length]).toEqual([false, 0])
    opened(storage, { use: 'studio' })
    expect([hasDeviceKey(place), hasDeviceKey({ ...place, use: { class: 'ABC234' } }), hasDeviceKey({ ...place, trusted: true })]).toEqual([true, false, false])
  })

  it('leaves nothing on the device once forgotten', () => {
    const storage = new Store()
    const key = opened(storage)
    key.forget()
    expect(storage.length).toBe(0)
    expect(opened(storage).device).not.toBe(key.device)
  })

  it('is after the class the key of the tab it was in, and of no other', () => {
    const [storage, tabStorage] = [new Store(), new Store()]
    const use = { class: 'ABC234' }
    const { device } = opened(storage)
    leaveToTab({ use, storage, tabStorage })
    const reopened = (tab: KeyStorage) => openPersonKey({ trusted: false, class: 'ABC234', storage, tabStorage: tab, crypto: nodeCrypto(), now: () => 1_000_000 }).device
    expect([storage.length, reopened(tabStorage)]).toEqual([0, device])
    expect(reopened(new Store())).not.toBe(device)
    // The over page, loaded once more, leaves a key of nobody's.
    leaveToTab({ use, storage, tabStorage })
    expect([storage.length, reopened(tabStorage)]).toEqual([0, device])
  })

  it('of a person is before and during the class the one the class knows, and on a trusted address the one that is kept', () => {
    const storage = new Store()
    const person = (trusted: boolean) => openPersonKey({ trusted, class: 'ABC234', storage, tabStorage: new Store(), crypto: nodeCrypto(), now: () => 1_000_000 }).device
    expect(person(false)).toBe(opened(storage).device)
    expect(person(true)).toBe(opened(storage, { trusted: true }).device)
  })

  it('wipes what another day left behind on plain http, but no kept key', () => {
    const storage = new Store()
    const kept = opened(storage, { trusted: true })
    opened(storage, { use: { class: 'OLD222' } })
    opened(storage, { use: { class: 'NEW333' }, at: 1_000_000 + 13 * HOUR })
    expect(storage.getItem('lectern.key.class.OLD222')).toBeNull()
    expect(opened(storage, { trusted: true, at: 1_000_000 + 99 * HOUR }).device).toBe(kept.device)
  })

  it('makes a new one for stored text that is no key', () => {
    for (const text of ['', 'x', '!!! 5', 'AAAA 5', `${'A'.repeat(43)} x`, 'null']) {
      const storage = new Store()
      storage.setItem('lectern.key.class.ABC234', text)
      expect(opened(storage).secretKey).toHaveLength(32)
    }
  })

  it('lasts as long as the page where nothing may be stored', () => {
    const denied = (): never => { throw new DOMException('denied', 'SecurityError') }
    const key = opened({ length: 0, key: denied, getItem: denied, setItem: denied, removeItem: denied })
    expect(key.lasts).toBe('page')
    expect(() => key.forget()).not.toThrow()
  })

  it('counts up without repeats, past what the box has seen', () => {
    const key = opened(new Store())
    const first = key.nextCounter()
    expect(key.nextCounter()).toBe(first + 1)
    key.counterSeen(5_000_000)
    expect(key.nextCounter()).toBe(5_000_001)
    key.counterSeen(3)
    expect(key.nextCounter()).toBe(5_000_002)
  })
})

describe('a person brought to a device', () => {
  const person = () => opened(new Store(), { trusted: true })
  const place = (storage: KeyStorage, trusted = false, at = 1_000_000) => ({ trusted, storage, now: () => at })

  it('is that person for good on a trusted address', () => {
    const [storage, brought] = [new Store(), person()]
    expect(bringDeviceKey(place(storage, true), brought.secretKey)).toBe(true)
    expect(opened(storage, { trusted: true }).device).toBe(brought.device)
    expect(opened(storage, { trusted: true, use: { class: 'XYZ789' } }).device).toBe(brought.device)
  })

  it('is that person for the first class on plain http, and is wiped with it', () => {
    const [storage, brought] = [new Store(), person()]
    bringDeviceKey(place(storage), brought.secretKey)
    const key = opened(storage, { use: { class: 'ABC234' } })
    expect([key.device, key.lasts]).toEqual([brought.device, 'class'])
    expect(opened(storage, { use: { class: 'ABC234' } }).device).toBe(brought.device)
    expect(opened(storage, { use: { class: 'XYZ789' } }).device).not.toBe(brought.device)
    key.forget()
    expect(opened(storage, { use: { class: 'ABC234' } }).device).not.toBe(brought.device)
  })

  it('waits half a day for that class and no longer', () => {
    const [storage, brought] = [new Store(), person()]
    bringDeviceKey(place(storage), brought.secretKey)
    expect(opened(storage, { at: 1_000_000 + 13 * HOUR }).device).not.toBe(brought.device)
  })

  it('takes the place of whom the device was, and that is known beforehand; the studio stays', () => {
    const [storage, brought] = [new Store(), person()]
    expect(isSomebodyElse(place(storage), brought.secretKey)).toBe(false)
    const [before, host] = [opened(storage), opened(storage, { use: 'studio' })]
    expect(isSomebodyElse(place(storage), before.secretKey)).toBe(false)
    expect(isSomebodyElse(place(storage), brought.secretKey)).toBe(true)
    bringDeviceKey(place(storage), brought.secretKey)
    expect(isSomebodyElse(place(storage), brought.secretKey)).toBe(false)
    expect(opened(storage).device).toBe(brought.device)
    expect(opened(storage, { use: 'studio' }).device).toBe(host.device)
  })

  it('is not where nothing may be stored, and that is said', () => {
    const full: KeyStorage = { length: 0, key: () => null, getItem: () => null, removeItem: () => undefined, setItem: () => { throw new DOMException('full', 'QuotaExceededError') } }
    expect(bringDeviceKey(place(full, true), person().secretKey)).toBe(false)
  })
})
