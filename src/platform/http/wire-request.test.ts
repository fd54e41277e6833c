import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HandClock } from '../../../testkit/hand-clock.ts'
import { utf8 } from '../../kernel/bytes.ts'
import { answerOver, askOver } from './wire-request.ts'
import type { Ask, WireAnswer, WireRequest } from './wire-request.ts'

const request: WireRequest = { method: 'POST', path: '/api/1/x?y=1', headers: [['a', 'b']], body: utf8('in'), address: '::1', trust: 'plain' }
const answer: WireAnswer = { status: 201, headers: [['c', 'd']], body: utf8('out') }

let channel: MessageChannel
let clock: HandClock
let ask: Ask

beforeEach(() => {
  channel = new MessageChannel()
  clock = new HandClock()
  ask = askOver(channel.port1, { most: 3, withinMs: 1000 }, clock)
})
afterEach(() => channel.port1.close())

describe('a request that crosses between threads', () => {
  it('arrives as it was sent, and so does its answer', async () => {
    const asked: WireRequest[] = []
    answerOver(channel.port2, async (each) => { asked.push(each); return answer }, () => undefined)
    expect(await ask(request)).toEqual(answer)
    expect(asked).toEqual([request])
  })

  it('gets its own answer, whichever is answered first', async () => {
    const waiting = new Map<string, (answer: WireAnswer) => void>()
    const both = Promise.withResolvers<void>()
    answerOver(channel.port2, (each) => new Promise((resolve) => {
      waiting.set(each.path, resolve)
      if (waiting.size === 2) both.resolve()
    }), () => undefined)
    const [first, second] = [ask({ ...request, path: '/1' }), ask({ ...request, path: '/2' })]
    await both.promise
    waiting.get('/2')?.({ ...answer, status: 202 })
    expect((await second).status).toBe(202)
    waiting.get('/1')?.(answer)
    expect((await first).status).toBe(201)
  })

  it('is refused as busy when nobody answers in time, and a late answer changes nothing', async () => {
    let answerLate: (answer: WireAnswer) => void = () => undefined
    const arrived = Promise.withResolvers<void>()
    answerOver(channel.port2, () => new Promise((resolve) => { answerLate = resolve; arrived.resolve() }), () => undefined)
    const late = ask(request)
    await arrived.promise
    clock.advance(1000)
    await expect(late).rejects.toMatchObject({ code: 'BUSY' })
    answerLate(answer)
    answerOver(channel.port2, async () => ({ ...answer, status: 204 }), () => undefined)
    expect((await ask(request)).status).toBe(204)
  })

  it('is refused as busy when too many wait already', async () => {
    const waiting = [ask(request), ask(request), ask(request)]
    await expect(ask(request)).rejects.toMatchObject({ code: 'BUSY' })
    clock.advance(1000)
    for (const each of waiting) await expect(each).rejects.toMatchObject({ code: 'BUSY' })
    answerOver(channel.port2, async () => answer, () => undefined)
    expect(await ask(request)).toEqual(answer)
  })

  it('is refused as busy when the answering side fails, which hears of it', async () => {
    const failures: unknown[] = []
    answerOver(channel.port2, () => Promise.reject(new Error('broken')), (error) => failures.push(error))
    await expect(ask(request)).rejects.toMatchObject({ code: 'BUSY' })
    expect(failures).toMatchObject([{ message: 'broken' }])
  })
})
