import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod/mini'
import { BYTES, DOORS, HELPERS, MEDIA, MESSAGES, nobodysSeat, OUTSIDERS, people, PRIVATE_MEDIA, PRIVATE_TOLD, seat, SHUT, soundOffer } from '../../testkit/access-table.ts'
import type { Opens, Person, SocketCase } from '../../testkit/access-table.ts'
import { Device } from '../../testkit/device.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { TestHub } from '../../testkit/hub.ts'
import { Line } from '../../testkit/live-line.ts'
import { captureRoutes } from '../features/capture/wire/routes.ts'
import { fleetRoutes } from '../features/fleet/wire/routes.ts'
import { liveMessages } from '../features/live/wire/messages.ts'
import type { LiveMessage } from '../features/live/wire/messages.ts'
import { liveRoutes } from '../features/live/wire/routes.ts'
import { peopleRoutes } from '../features/people/wire/routes.ts'
import { privacyRoutes } from '../features/privacy/wire/routes.ts'
import { utf8 } from '../kernel/bytes.ts'
import type { Route } from '../kernel/contract.ts'
import type { Core } from './core.ts'

/** A whole hub starts in here, perhaps on a busy machine. */
const WITHIN_MS = 60_000
let kit: TestHub
let core: Core
let nonce: string
let code: string

beforeAll(async () => {
  kit = await TestHub.start()
  const opened = kit.hub.core()
  if (!opened) throw new Error('the hub is locked')
  core = opened
  nonce = z.object({ nonce: z.string() }).parse((await send('GET', '/api/1/hello')).json).nonce

  await pair('host', core.newTicket())
  for (const person of [...HELPERS, 'removed device'] as const) {
    const { json } = await send('POST', '/api/1/tickets', { by: people.host, input: { roles: [person === 'removed device' ? 'host' : person] } })
    await pair(person, z.object({ ticket: z.string() }).parse(json).ticket)
  }
  await must('DELETE', `/api/1/devices/${people['removed device'].id}`)

  await runClass('learner of another class')
  await must('POST', `/api/1/classes/${code}/end`)
  await must('POST', '/api/1/classes', { title: 'Second' })
  await runClass('learner')
}, WITHIN_MS)

afterAll(() => kit.close())

/** Opens and begins the class at hand, with one learner in it. */
async function runClass(person: Person): Promise<void> {
  code = core.code()
  await must('POST', `/api/1/classes/${code}/lobby`)
  await must('POST', `/api/1/classes/${code}/seats`, seat, people[person])
  await must('POST', `/api/1/classes/${code}/live`)
}

async function must(method: string, path: string, input?: unknown, by = people.host): Promise<void> {
  expect(await send(method, path, { by, input })).toMatchObject({ status: 200 })
}

async function pair(person: Person, ticket: string): Promise<void> {
  await must('POST', '/api/1/devices', { ticket, label: person }, people[person])
}

type Request = { readonly by?: Device; readonly input?: unknown; readonly authorization?: string; readonly text?: string; readonly under?: string }
type Answer = { readonly status: number; readonly code: string | undefined; readonly json: unknown; readonly location: string }
const Refusal = z.object({ code: z.string() })
let caller = 0

/** Each request comes from an address of its own, so that no limit speaks before the door does. */
function send(method: string, path: string, { by, input, authorization, text, under }: Request = {}): Promise<Answer> {
  const body = text ?? (input === undefined ? '' : JSON.stringify(input))
  const signature = authorization ?? by?.authorize(under ?? nonce, method, path, utf8(body))
  caller += 1
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      host: '127.0.0.1', port: kit.hub.port, method, path, agent: false,
      localAddress: `127.1.${caller >> 8}.${caller & 255}`,
      headers: { 'content-type': text === undefined ? 'application/json' : 'application/sdp', 'content-length': utf8(body).length, ...(signature === undefined ? {} : { authorization: signature }) },
    }, (response) => {
      let got = ''
      response.setEncoding('utf8').on('data', (chunk: string) => { got += chunk })
      response.on('end', () => {
        const json: unknown = got.startsWith('{') ? JSON.parse(got) : undefined
        const refusal = Refusal.safeParse(json)
        resolve({ status: response.statusCode ?? 0, code: refusal.success && (response.statusCode ?? 0) >= 400 ? refusal.data.code : undefined, json, location: response.headers.location ?? '' })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

const placed = (path: string): string => path.replace(':code', code)
/** Besides a host, whom every door opens to. */
const OPENS_TO: Readonly<Record<Exclude<Opens, 'anyone' | 'device'>, readonly Person[]>> = {
  host: [], crew: ['co-host'], clips: ['co-host', 'clip-editor'], class: ['co-host', 'learner'], studio: ['co-host', 'technician'],
  desk: ['co-host', 'desk'], review: ['co-host', 'reviewer'], asked: ['co-host', 'desk', 'reviewer'],
}
const opensTo = (opens: Opens, person: Person): boolean => opens === 'anyone' || opens === 'device' || person === 'host' || OPENS_TO[opens].includes(person)

describe('the tables', () => {
  it('name every door of the hub, every route and every live message', () => {
    const routes: readonly Route[] = [...peopleRoutes, ...liveRoutes, ...captureRoutes, ...fleetRoutes, ...privacyRoutes]
    expect(Object.keys(DOORS).sort()).toEqual(routes.map(({ name }) => name).sort())
    expect([...Object.keys(DOORS), ...Object.keys(BYTES), ...Object.keys(MEDIA)].sort()).toEqual(core.doors.map(({ name }) => name).sort())
    expect(Object.keys(MESSAGES).sort()).toEqual(liveMessages.map(({ type }) => type).sort())
  })
})

/** Tried on a whole hub, as everybody else than who may. */
describe.each(Object.entries({ ...DOORS, ...BYTES }))('the door %s', (name, { opens, method, real, harmless = real }) => {
  it('is shut to everybody who may not, and nothing goes on record', async () => {
    const before = core.journal.head().size
    if (opens !== 'anyone') expect((await send(method, placed(real.path), real)).code).toBe('SIGNATURE_NEEDED')
    for (const person of [...OUTSIDERS, ...HELPERS] as const) {
      if (opensTo(opens, person)) continue
      expect([person, (await send(method, placed(real.path), { ...real, by: people[person] })).code]).toEqual([person, 'FORBIDDEN'])
    }
    expect(core.journal.head().size).toBe(before)
  })

  it('is shut to signatures used before, made for another run, another path, another body or by another key', async () => {
    const before = core.journal.head().size
    const path = placed(harmless.path)
    const body = utf8(harmless.input === undefined ? '' : JSON.stringify(harmless.input))
    const used = people.host.authorize(nonce, method, path, body)
    expect(SHUT).not.toContain((await send(method, path, { ...harmless, authorization: used })).code)
    expect((await send(method, path, { ...harmless, authorization: used })).code).toBe('REPLAYED')
    const target = placed(real.path)
    const [, hostKey = ''] = /^Lectern ([^.]+)/.exec(used) ?? []
    const claimed = people.stranger.authorize(nonce, method, target, body).replace(/^Lectern [^.]+/, `Lectern ${hostKey}`)
    for (const authorization of [
      people.host.authorize('the-run-before', method, target, body),
      people.host.authorize(nonce, method, `${target}x`, body),
      people.host.authorize(nonce, method, target, utf8('{"other":1}')),
      people.host.authorize(nonce, method === 'GET' ? 'POST' : 'GET', target, body),
      claimed,
    ]) expect((await send(method, target, { ...real, authorization })).code).toBe('STALE_NONCE')
    expect((await send(method, target, { ...real, authorization: `${used}x` })).code).toBe('SIGNATURE_BAD')
    expect([name, core.journal.head().size]).toEqual([name, before])
  })

  it('opens to those who may', async () => {
    if (opens === 'anyone') expect(SHUT).not.toContain((await send(method, placed(harmless.path), harmless)).code)
    for (const person of [...OUTSIDERS, ...HELPERS, 'host'] as const) {
      if (!opensTo(opens, person)) continue
      expect([person, SHUT.has((await send(method, placed(harmless.path), { ...harmless, by: people[person] })).code ?? '')]).toEqual([person, false])
    }
  })
})

describe.each(Object.entries(MEDIA))('the media door %s', (_, { method, path, told }) => {
  it.each(Object.entries(told))('tells %s: %s', async (actor, expected) => {
    const by = actor in people ? people[actor as Person] : undefined
    const { code: got } = await send(method, placed(path), { text: 'v=0 and no more', ...(by ? { by } : {}), ...(actor === 'guessed stream key' ? { authorization: 'Bearer guessed' } : {}) })
    expect(got).toBe(expected === 'open' ? 'MALFORMED_SDP' : expected)
  })

  it('is shut to a host\'s signature of another run', async () => {
    expect((await send(method, placed(path), { by: people.host, under: 'the-run-before', text: '' })).code).toBe('STALE_NONCE')
  })
})

describe.each(PRIVATE_MEDIA)('a private talk at %s', (path) => {
  it.each(Object.entries(PRIVATE_TOLD))('tells %s: %s', async (actor, expected) => {
    const by = actor in people ? people[actor as Person] : undefined
    const { code: got } = await send('POST', placed(path), { text: soundOffer('sendonly'), ...(by ? { by } : {}), ...(actor === 'guessed stream key' ? { authorization: 'Bearer guessed' } : {}) })
    expect(got).toBe(expected)
  })
})

describe('a media session', () => {
  const open = async (path: string, offer: string, by?: Device): Promise<string> => {
    const { status, location } = await send('POST', placed(path), { text: offer, ...(by ? { by } : {}) })
    expect(status).toBe(201)
    return location
  }
  const remove = async (session: string, by?: Device) => {
    const { status, code: refusal } = await send('DELETE', session, { text: '', ...(by ? { by } : {}) })
    return refusal ?? status
  }

  it('of a publisher is ended by its owner alone', async () => {
    const session = await open('/whip/:code', soundOffer('sendonly'), people.host)
    expect(await remove(session)).toBe('SIGNATURE_NEEDED')
    expect(await remove(session, people.learner)).toBe('FORBIDDEN')
    expect(await remove(session, people['co-host'])).toBe('NOT_FOUND')
    const clock = placed(`/api/1/classes/:code/publishers/${session.split('/').at(-1)}/clock`)
    expect((await send('PUT', clock, { by: people['co-host'], input: { offset: 1 } })).code).toBe('PUBLISHER_UNKNOWN')
    expect((await send('PUT', clock, { by: people.host, input: { offset: 1 } })).status).toBe(200)
    expect(await remove(session, people.host)).toBe(200)
  })

  it('of a learner is ended by that learner alone', async () => {
    const session = await open('/whep/:code', soundOffer('recvonly'), people.learner)
    expect(await remove(session)).toBe('NOT_FOUND')
    expect(await remove(session, people['learner of another class'])).toBe('NO_SEAT')
    expect(await remove(session, people.host)).toBe('NOT_FOUND')
    expect(await remove(session, people.learner)).toBe(200)
  })

  it('of a publisher ends with the right of its device', async () => {
    const leaving = new Device()
    await must('POST', '/api/1/devices', { ticket: core.newTicket(), label: '' }, leaving)
    await open('/whip/:code', soundOffer('sendonly'), leaving)
    const publishers = async () => z.object({ publishers: z.array(z.unknown()) }).parse((await send('GET', '/api/1/studio', { by: people.host })).json).publishers.length
    expect(await publishers()).toBe(1)
    await must('DELETE', `/api/1/devices/${leaving.id}`)
    await waitFor('its publisher to be gone', async () => (await publishers()) === 0, { within: 20_000 })
  })
})

const unsigned = (message: LiveMessage): string => JSON.stringify({ m: JSON.stringify(message) })
const frameOf = ({ signed, message }: SocketCase, line: Line, by: Device): string => (signed ? by.frame(line.nonce, message).text : unsigned(message))

describe('the live socket', () => {
  async function using<T>(work: (line: Line) => Promise<T>): Promise<T> {
    const line = await Line.open(kit.hub.port)
    try {
      return await work(line)
    } finally {
      line.close()
    }
  }

  it('asks everybody for a signature but those who only ask the time', () => using(async (line) => {
    for (const [type, { opens, message }] of Object.entries(MESSAGES)) {
      expect([type, await line.say(unsigned(message))]).toEqual([type, opens === 'anyone' ? undefined : 'SIGNATURE_NEEDED'])
    }
  }))

  it.each(['stranger', 'learner of another class', 'removed device'] as const)('lets a %s neither in nor say anything', (person) => using(async (line) => {
    const by = people[person]
    const enter = (as: 'seat' | 'studio') => line.say(by.frame(line.nonce, { type: 'enter', code, as }).text)
    expect([await enter('seat'), await enter('studio')]).toEqual(['NO_SEAT', 'FORBIDDEN'])
    for (const [type, message] of Object.entries(MESSAGES)) {
      if (message.opens === 'anyone' || message.opens === 'device') continue
      expect([type, await line.say(frameOf(message, line, by))]).toEqual([type, 'FORBIDDEN'])
    }
  }))

  it('lets a learner do what learners do, and nothing of those who run the room', () => using(async (line) => {
    const by = people.learner
    expect(await line.say(by.frame(line.nonce, { type: 'enter', code, as: 'studio' }).text)).toBe('FORBIDDEN')
    expect(await line.say(by.frame(line.nonce, { type: 'enter', code, as: 'seat' }).text)).toBeUndefined()
    for (const [type, message] of Object.entries(MESSAGES)) {
      if (message.opens === 'device') continue
      const refused = await line.say(frameOf(message, line, by))
      expect([type, message.opens === 'crew' ? refused : SHUT.has(refused ?? '')]).toEqual([type, message.opens === 'crew' ? 'FORBIDDEN' : false])
    }
  }))

  it.each(['host', 'co-host'] as const)('lets a %s run the room, and not speak as a learner', (person) => using(async (line) => {
    const by = people[person]
    expect(await line.say(by.frame(line.nonce, { type: 'enter', code, as: 'seat' }).text)).toBe('NO_SEAT')
    expect(await line.say(by.frame(line.nonce, { type: 'enter', code, as: 'studio' }).text)).toBeUndefined()
    for (const [type, message] of Object.entries(MESSAGES)) {
      if (message.opens === 'device') continue
      const refused = await line.say(frameOf(message, line, by))
      expect([type, message.opens === 'learner' ? refused : SHUT.has(refused ?? '')]).toEqual([type, message.opens === 'learner' ? 'FORBIDDEN' : false])
    }
  }))

  it('lets a technician see the studio, and do nothing in it', () => using(async (line) => {
    const by = people.technician
    expect(await line.say(by.frame(line.nonce, { type: 'enter', code, as: 'studio' }).text)).toBeUndefined()
    for (const [type, message] of Object.entries(MESSAGES)) {
      if (message.opens === 'device' || message.opens === 'anyone') continue
      expect([type, await line.say(frameOf(message, line, by))]).toEqual([type, 'FORBIDDEN'])
    }
  }))

  it('takes no frame twice, none of another connection, none from a second device', () => using(async (line) => {
    const by = people.host
    const enter = by.frame(line.nonce, { type: 'enter', code, as: 'studio' }).text
    expect(await line.say(enter)).toBeUndefined()
    expect(await line.say(enter)).toBe('REPLAYED')
    const lower = { type: 'lower-hand', seat: nobodysSeat } as const
    await using(async (other) => expect(await line.say(by.frame(other.nonce, lower).text)).toBe('SIGNATURE_BAD'))
    expect(await line.say(people['co-host'].frame(line.nonce, lower).text)).toBe('SIGNATURE_BAD')
    const mixed = { ...JSON.parse(by.frame(line.nonce, lower).text), m: JSON.stringify({ type: 'press-cue', kind: 'now', pressedAt: 1 }) }
    expect(await line.say(JSON.stringify(mixed))).toBe('SIGNATURE_BAD')
    expect(await line.say(by.frame(line.nonce, lower).text)).toBe('SEAT_UNKNOWN')
  }))
})
