import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { choices, PrivacyWorld } from '../../../../../testkit/privacy-world.ts'
import type { Person } from '../../../../../testkit/privacy-world.ts'
import { Device } from '../../../../../testkit/device.ts'
import { segmentKey } from '../../../capture/hub/store.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { ClaimId } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Claim, Removal, Span } from '../../wire/words.ts'
import { MOST_WAITING } from '../../rules/claims.ts'
import { stateConsentFor } from '../consent/state-consent-for.ts'
import { openMoment } from '../moments/open-moment.ts'
import { showMoments } from '../moments/show-moments.ts'
import { setWindow } from '../window/set-window.ts'
import { decideClaim } from './decide-claim.ts'
import { listClaims } from './list-claims.ts'
import { makeClaim } from './make-claim.ts'
import { openClaim } from './open-claim.ts'
import { takeClaimBack } from './take-claim-back.ts'

const SOUND: Removal = { sound: true, picture: false, text: false }
const ALL: Removal = { sound: true, picture: true, text: true }
let world: PrivacyWorld
let ana: Person
let ben: Person

/** A class of forty seconds on the record; Ana is on stage from the tenth to the twentieth. */
beforeEach(async () => {
  world = new PrivacyWorld()
  ana = world.person()
  ben = world.person()
  world.lobby()
  world.sits(ana)
  world.sits(ben)
  world.begin()
  await world.record(5)
  stage = await world.standsRecorded(ana, 5)
  await world.record(10)
})
afterEach(() => {
  const before = world.tables()
  world.journal.rebuild()
  expect(world.tables()).toEqual(before)
  world[Symbol.dispose]()
  expect(world.faults).toEqual([])
})
let stage: Span

const within = (from: number, to: number): Span => ({ from: stage.from + from as WallTime, to: stage.from + to as WallTime })
type Asking = { readonly claim?: ClaimId; readonly span?: Span; readonly remove?: Removal; readonly at?: WallTime; readonly device?: Device }
function claims(who: Person, { claim = newId('clm', world.crypto), span = stage, remove = SOUND, at, device = who.device }: Asking = {}): Claim {
  const statement = who.sign('claim', { claim, span, remove }, at === undefined ? {} : { at })
  return makeClaim(world.privacy, world.made.code, { claim, span, remove, reason: 'Needle of mine', statement, person: null }, { device: device.id, roles: [] }).claim
}
const decide = (claim: string, remove: Removal | null = ALL, by = world.host) =>
  decideClaim(world.privacy, world.made.code, claim, { remove, means: 'silence', note: 'As you asked' }, by.id)
const back = (claim: string, device: Device, roles: readonly Role[] = []) => takeClaimBack(world.privacy, world.made.code, claim, { device: device.id, roles }).claim
const moments = (who: Person) => showMoments(world.privacy, world.made.code, who.device.id)
const listed = () => listClaims(world.privacy, world.made.code).claims

describe('my moments', () => {
  it('are where somebody was on stage and what they did, with what became of their claims, and of nobody else', () => {
    const { id } = claims(ana, { span: within(0, 5000) })
    expect(moments(ana)).toMatchObject({
      title: 'Knees', moments: [{ span: stage, why: 'stage', playable: true }], mayWatchAll: false, recorded: true,
      claims: [{ id, state: 'waiting', reason: 'Needle of mine', note: '' }], window: { state: 'open', until: null },
    })
    expect(moments(ben)).toMatchObject({ moments: [], claims: [] })
    expect(moments(world.person())).toMatchObject({ moments: [], claims: [] })
  })

  it('show what was marked in the replay, and let it be played for as long as the replay may be', () => {
    const marked = within(-8000, -4000)
    world.watchesAll.add(ana.device.id)
    claims(ana, { span: marked })
    expect(moments(ana).moments.map(({ why, playable }) => [why, playable])).toEqual([['marked', true], ['stage', true]])
    world.watchesAll.clear()
    expect(moments(ana).moments.map(({ why, playable }) => [why, playable])).toEqual([['marked', false], ['stage', true]])
    expect(() => openMoment(world.privacy, world.made.code, marked, ana.device.id)).toThrow('SPAN_NOT_YOURS')
  })

  it('can be watched by their person though the replay is for nobody, and by nobody else', () => {
    const open = (who: Person, span: Span) => openMoment(world.privacy, world.made.code, span, who.device.id)
    expect(open(ana, within(1000, 9000))).toMatchObject({ path: '/hls/span' })
    expect(world.opened.at(-1)?.right()).toBe(true)
    expect(() => open(ana, within(1000, 12_000))).toThrow('SPAN_NOT_YOURS')
    expect(() => open(ben, within(1000, 9000))).toThrow('SPAN_NOT_YOURS')
    expect(() => open(ana, within(5000, 5000))).toThrow('SPAN_WRONG')
    expect(() => open(ana, within(0, 3_600_000))).toThrow('SPAN_WRONG')
    world.watchesAll.add(ben.device.id)
    open(ben, within(-5000, 9000))
    expect(world.opened.at(-1)?.right()).toBe(true)
    world.watchesAll.clear()
    expect(world.opened.at(-1)?.right()).toBe(false) // In the middle of watching.
  })
})

describe('a claim', () => {
  it('of somebody who never was asked stands, under their key, and is made once however often it is sent', () => {
    const claim = newId('clm', world.crypto)
    for (let time = 0; time < 3; time += 1) expect(claims(ana, { claim })).toMatchObject({ id: claim, state: 'waiting', span: stage, remove: SOUND })
    expect(listed()).toMatchObject([{ id: claim, bySelf: true, who: null, playable: true, reason: 'Needle of mine' }])
    expect(JSON.stringify(world.journal.read(0, 2000).map(({ body }) => body))).not.toMatch(/Needle of mine/)
  })

  it('is refused each time for one reason, and nothing goes on record', async () => {
    ana.consent({})
    const before = world.kinds().length
    expect(() => claims(ana, { span: within(0, 0) })).toThrow('SPAN_WRONG')
    expect(() => claims(ana, { span: within(0, 3_600_000) })).toThrow('SPAN_WRONG')
    expect(() => claims(ana, { remove: { sound: false, picture: false, text: false } })).toThrow('NOTHING_TO_REMOVE')
    expect(() => claims(ana, { span: within(11_000, 15_000) })).toThrow('SPAN_NOT_YOURS')
    expect(() => claims(ben)).toThrow('SPAN_NOT_YOURS')
    expect(() => claims(ana, { device: ben.device })).toThrow('PERSON_ELSEWHERE')
    expect(() => claims(ana, { at: world.wall(-90_000_000) })).toThrow('STATEMENT_OLD')
    const claim = newId('clm', world.crypto)
    const statement = ana.sign('claim', { claim, span: stage, remove: SOUND })
    const other = { claim, span: stage, remove: ALL, reason: 'x', statement, person: null }
    expect(() => makeClaim(world.privacy, world.made.code, other, { device: ana.device.id, roles: [] })).toThrow('STATEMENT_FALSE')
    expect(world.kinds()).toHaveLength(before)
    for (let time = 0; time < MOST_WAITING; time += 1) claims(ana)
    expect(() => claims(ana)).toThrow('CLAIMS_TOO_MANY')
  })

  it('under the number of another is refused', () => {
    const { id } = claims(ana)
    expect(() => claims(ana, { claim: id, remove: ALL })).toThrow('STATEMENT_FALSE')
  })

  it('can be made until the window is over, which may become longer and not shorter', async () => {
    const set = (hours: number) => setWindow(world.privacy, world.made.code, hours, world.host.id).window
    expect(() => set(167)).toThrow('WINDOW_SHORTER')
    await world.end()
    expect(set(169)).toMatchObject({ state: 'open', hours: 169, until: world.wall(169 * 3_600_000) })
    world.clock.jumpWall(169 * 3_600_000 - 1)
    claims(ana)
    world.clock.jumpWall(1)
    expect(() => claims(ana)).toThrow('WINDOW_OVER')
    expect(() => set(500)).toThrow('WINDOW_OVER')
    expect(world.kinds().filter((kind) => kind === 'privacy.window-set.1')).toHaveLength(1)
  })

  it('can be written down by the crew for somebody it knows, and by nobody else', () => {
    const { person } = stateConsentFor(world.privacy, world.made.code, { person: null, name: 'Cem', guardian: null, choices: choices(), notice: { sha256: 'A'.repeat(43), language: 'de' }, contact: null }, world.host.id).consent
    const word = { claim: newId('clm', world.crypto), span: within(-4000, -2000), remove: SOUND, reason: 'They said so', statement: null, person }
    const write = (roles: readonly Role[], change: object = {}) => makeClaim(world.privacy, world.made.code, { ...word, ...change }, { device: world.host.id, roles }).claim
    expect(() => write(['learner', 'technician'])).toThrow('FORBIDDEN')
    expect(() => write(['desk'], { person: newId('prs', world.crypto) })).toThrow('PERSON_UNKNOWN')
    expect(() => write(['desk'], { person: null })).toThrow('PERSON_UNKNOWN')
    write(['desk'])
    expect(listed()).toMatchObject([{ bySelf: false, byBox: false, who: 'Cem' }])
    expect(() => back(word.claim, world.host, ['technician'])).toThrow('CLAIM_UNKNOWN')
    expect(back(word.claim, world.host, ['desk']).state).toBe('taken-back')
  })

  it('is taken back by whose it is alone; one that the crew wrote down, by the crew', () => {
    const { id } = claims(ana)
    expect(() => back(id, ben.device)).toThrow('CLAIM_UNKNOWN')
    expect(() => back(id, world.host, ['host'])).toThrow('CLAIM_UNKNOWN')
    expect(() => back(newId('clm', world.crypto), ana.device)).toThrow('CLAIM_UNKNOWN')
    expect(back(id, ana.device).state).toBe('taken-back')
    expect(back(id, ana.device).state).toBe('taken-back')
    expect(world.kinds().filter((kind) => kind === 'privacy.claim-taken-back.1')).toHaveLength(1)
    ana.consent({ heard: true })
    ana.consent({})
    const [, byBox] = listed()
    expect(byBox).toMatchObject({ bySelf: false, byBox: true, state: 'waiting' })
    // It stands for their no: only they let it be.
    expect(() => back(byBox?.id ?? '', world.host, ['host'])).toThrow('CLAIM_UNKNOWN')
    expect(back(byBox?.id ?? '', ana.device).state).toBe('taken-back')
  })

  it('is watched by who decides, with two seconds on either side, for as long as they review', () => {
    const { id } = claims(ana)
    world.roles.set(world.host.id, ['reviewer'])
    openClaim(world.privacy, world.made.code, id, world.host.id)
    expect(world.opened.at(-1)?.span).toEqual(within(-2000, stage.to - stage.from + 2000))
    expect(world.opened.at(-1)?.right()).toBe(true)
    world.roles.clear()
    expect(world.opened.at(-1)?.right()).toBe(false)
    expect(() => openClaim(world.privacy, world.made.code, 'clm_nobody', world.host.id)).toThrow('CLAIM_UNKNOWN')
  })
})

describe('a decision', () => {
  const keys = () => Array.from({ length: 20 }, (_, number) => Buffer.from(segmentKey(world.journal.query, world.made.id, number)?.key ?? []).toString('hex'))

  it('for a claim destroys what it was about and nothing else, in one commit with who decided and why', async () => {
    const { id } = claims(ana, { remove: ALL })
    const [keysBefore, filesBefore] = [keys(), world.files()]
    const before = world.kinds().length
    const { claim } = await decide(id, { ...ALL, text: false })
    expect(claim).toMatchObject({ id, state: 'removed', note: 'As you asked', playable: true })
    const entries = world.journal.read(before, 2000)
    expect(entries.map(({ kind }) => kind)).toEqual(['privacy.claim-decided.1', ...Array.from({ length: 5 }, () => 'capture.segment-replaced.1')])
    expect(entries[0]).toMatchObject({ actor: world.host.id, body: { claim: id, removed: { sound: true, picture: true, text: false }, segments: [5, 6, 7, 8, 9] } })
    expect(entries.slice(1).every(({ body }) => body['cause'] === id)).toBe(true)
    const changed = keys().flatMap((key, number) => (key === keysBefore[number] ? [] : [number]))
    expect(changed).toEqual([5, 6, 7, 8, 9])
    expect(filesBefore.filter((file) => !world.files().includes(file))).toHaveLength(5)
    expect(world.files()).toHaveLength(filesBefore.length)
    expect(moments(ana).claims).toMatchObject([{ state: 'removed', note: 'As you asked' }])
  })

  it('for a text erases what its person said then, and leaves what they said at another time and what others did', async () => {
    ana.consent({ answers: true })
    ben.consent({ answers: true })
    const [at, bt] = [world.enters(ana.device, 'seat'), world.enters(ben.device, 'seat')]
    const ask = (who: typeof at, text: string) => who.command({ type: 'ask', question: newId('qst', world.crypto), named: true, text, at: world.clock.now() })
    ask(at, 'Keep-me')
    world.clock.advance(60_000)
    ask(at, 'Needle-text')
    ask(bt, 'Of-ben')
    const from = world.wall(-5000)
    world.clock.advance(5000)
    const { id } = claims(ana, { span: { from, to: world.wall() }, remove: ALL })
    expect(world.lies('Needle-text')).toBe(true)
    await decide(id, { sound: false, picture: false, text: true })
    expect(world.lies('Needle-text')).toBe(false)
    expect(world.everything()).toMatch(/Keep-me.*Of-ben/)
    expect(world.kinds().slice(-2)).toEqual(['privacy.claim-decided.1', 'journal.fields-erased.1'])
  })

  it('against a claim changes nothing but the claim', async () => {
    const { id } = claims(ana)
    const before = [keys(), world.files()]
    expect((await decide(id, null)).claim).toMatchObject({ state: 'refused', note: 'As you asked' })
    expect([keys(), world.files()]).toEqual(before)
    await expect(decide(id)).rejects.toThrow('CLAIM_DECIDED')
    expect(() => back(id, ana.device)).toThrow('CLAIM_DECIDED')
  })

  it('for what was not asked, or by means there are not, is refused, and leaves no file', async () => {
    const { id } = claims(ana)
    const before = [world.kinds(), world.files()]
    await expect(decide(id, { sound: false, picture: true, text: true })).rejects.toThrow('NOTHING_TO_REMOVE')
    await expect(decideClaim(world.privacy, world.made.code, id, { remove: SOUND, means: 'tone', note: '' }, world.host.id)).rejects.toThrow('NO_ENCODER')
    await expect(decide(newId('clm', world.crypto))).rejects.toThrow('CLAIM_UNKNOWN')
    expect([world.kinds(), world.files()]).toEqual(before)
  })

  it('of two reviewers at once is the first one’s; the second is told, and leaves nothing on the disk', async () => {
    const { id } = claims(ana)
    const files = world.files().length
    const ended = await Promise.allSettled([decide(id, SOUND), decide(id, SOUND, new Device())])
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(ended.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []))[0]).toMatch(/CLAIM_DECIDED/)
    expect(world.kinds().filter((kind) => kind === 'privacy.claim-decided.1')).toHaveLength(1)
    expect(world.kinds().filter((kind) => kind === 'capture.segment-replaced.1')).toHaveLength(5)
    expect(world.files()).toHaveLength(files)
  })

  it('on spans that overlap, at once, is made for one; the other is told to try again, and then stands too', async () => {
    const [one, other] = [claims(ana), claims(ana, { span: within(4000, 10_000) })]
    const files = world.files().length
    const ended = await Promise.allSettled([decide(one.id, SOUND), decide(other.id, SOUND)])
    const refused = ended.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []))
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatch(/BUSY/)
    expect(world.files()).toHaveLength(files)
    const [left] = listed().filter(({ state }) => state === 'waiting')
    expect((await decide(left?.id ?? '', SOUND)).claim.state).toBe('removed')
  })

  it('that a crash interrupts before its commit has changed nothing, and can be made anew', async () => {
    const { id } = claims(ana)
    const [keysBefore, filesBefore] = [keys(), world.files()]
    await world.privacy.capture.prepareRedaction(world.made.id, stage, SOUND, 'silence')
    expect(world.files().length).toBeGreaterThan(filesBefore.length)
    world.crashAndRestart()
    expect(keys()).toEqual(keysBefore)
    expect(listed()).toMatchObject([{ state: 'waiting', playable: true }])
    await world.sweep()
    expect(world.files()).toEqual(filesBefore)
    expect((await decide(id)).claim.state).toBe('removed')
  })

  it('that a crash interrupts after its commit stands, and the originals are gone with their keys', async () => {
    const { id } = claims(ana)
    const [keysBefore, filesBefore] = [keys(), world.files()]
    const { privacy } = world
    const cut = { ...privacy, capture: { ...privacy.capture, prepareRedaction: async (...asked: Parameters<typeof privacy.capture.prepareRedaction>) => ({ ...await privacy.capture.prepareRedaction(...asked), done: () => Promise.resolve() }) } }
    await decideClaim(cut, world.made.code, id, { remove: SOUND, means: 'silence', note: '' }, world.host.id)
    world.crashAndRestart()
    expect(listed()).toMatchObject([{ state: 'removed' }])
    expect(keys().filter((key) => keysBefore.includes(key))).toHaveLength(15)
    await world.sweep()
    expect(filesBefore.filter((file) => !world.files().includes(file))).toHaveLength(5)
  })
})
