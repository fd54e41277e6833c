import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { base64 } from '../../kernel/bytes.ts'
import { Malformed } from '../../kernel/failures.ts'
import { handDatabaseKey, handPreparedKey, receiveOrders, whenSupervisorGone } from './handover.ts'
import type { HubAsks } from './handover.ts'

const KEY = new Uint8Array(32).fill(7)

/** The hub's end of a pipe, with the supervisor's end in the test's hand. */
class Pipe extends EventEmitter {
  readonly connected = true
  readonly sent: HubAsks[] = []

  send(message: HubAsks): void {
    this.sent.push(message)
  }
}

describe('the key between supervisor and hub', () => {
  it('is asked for, and taken as answered', async () => {
    const pipe = new Pipe()
    const received = receiveOrders(pipe)
    expect(pipe.sent).toEqual([{ type: 'database-key-wanted' }])
    pipe.emit('message', { type: 'database-key', key: base64(KEY) })
    expect(await received).toEqual({ key: KEY, sample: null, rehearsal: null, sheet: null, first: true })
  })

  it('comes with where a sample class is to run, and whether this is a start or a restart', async () => {
    const pipe = new Pipe()
    const received = receiveOrders(pipe)
    pipe.emit('message', { type: 'database-key', key: base64(KEY), sample: '0123456789abcdef', first: false })
    expect(await received).toEqual({ key: KEY, sample: '0123456789abcdef', rehearsal: null, sheet: null, first: false })
  })

  it('may be held by nobody', async () => {
    const pipe = new Pipe()
    const received = receiveOrders(pipe)
    pipe.emit('message', { type: 'database-key', key: null })
    expect((await received).key).toBeNull()
    expect(await receiveOrders(new EventEmitter())).toEqual({ key: null, sample: null, rehearsal: null, sheet: null, first: true })
  })

  it.each([null, 'key', {}, { type: 'database-key' }, { type: 'other', key: null }, { type: 'database-key', key: 'not base64' }, { type: 'database-key', key: null, sample: '../db' }])(
    'is refused in an answer like %j', async (answer) => {
      const pipe = new Pipe()
      const received = receiveOrders(pipe)
      pipe.emit('message', answer)
      await expect(received).rejects.toThrow(Malformed)
    })

  it('is not waited for when the supervisor goes away', async () => {
    const pipe = new Pipe()
    const received = receiveOrders(pipe)
    pipe.emit('disconnect')
    await expect(received).rejects.toThrow('went away')
  })

  it('is handed up after an unlock', () => {
    const pipe = new Pipe()
    handDatabaseKey(KEY, pipe)
    expect(pipe.sent).toEqual([{ type: 'database-key', key: base64(KEY) }])
    expect(() => handDatabaseKey(KEY, new EventEmitter())).not.toThrow()
  })

  it('is handed up apart when it belongs to a database that is only prepared', () => {
    const pipe = new Pipe()
    handPreparedKey(KEY, pipe)
    expect(pipe.sent).toEqual([{ type: 'prepared-key', key: base64(KEY) }])
  })

  it('leaves a hub that hears when its supervisor is gone', () => {
    const pipe = new Pipe()
    let gone = 0
    whenSupervisorGone(() => (gone += 1), pipe)
    pipe.emit('disconnect')
    expect(gone).toBe(1)
  })

  it('leaves a hub whose supervisor went away while it was being started', () => {
    let gone = 0
    whenSupervisorGone(() => (gone += 1), Object.assign(new Pipe(), { connected: false }))
    expect(gone).toBe(1)
    whenSupervisorGone(() => (gone += 1), new EventEmitter())
    expect(gone).toBe(1)
  })
})
