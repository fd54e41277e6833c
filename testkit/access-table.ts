import { Device } from './device.ts'
import type { LiveMessage } from '../src/features/live/wire/messages.ts'

/**
 * Who may use which door, written down a second time and by hand, and tried on a whole hub as
 * everybody else. A route, live message or media door that is not in these tables fails the test.
 */

/** `anyone` opens without a signature, `device` to any signature, `studio` to those who see it, `class` to the crew and to who sits in it, `crew` to host and co-host, `clips` to these and clip editors, `desk` to these and the desk, `review` to these and reviewers, `asked` to all of them, `host` to a host alone. */
export type Opens = 'anyone' | 'device' | 'studio' | 'class' | 'crew' | 'clips' | 'desk' | 'review' | 'asked' | 'host'
/** `real` would do something, and is what those outside send; `harmless` is refused behind the door for another reason, or only reads. */
type DoorCase = { readonly opens: Opens; readonly method: string; readonly real: Sent; readonly harmless?: Sent }
type Sent = { readonly path: string; readonly input?: unknown }

const NO_CLASS = '222222'
/** One device of each kind. */
export const people = {
  stranger: new Device(), learner: new Device(), 'learner of another class': new Device(),
  'removed device': new Device(), 'technician': new Device(), desk: new Device(), reviewer: new Device(), 'clip-editor': new Device(), 'co-host': new Device(), host: new Device(),
}
export type Person = keyof typeof people
/** Of the crew, and less than a host. */
export const HELPERS = ['technician', 'desk', 'reviewer', 'clip-editor', 'co-host'] as const
export const OUTSIDERS: readonly Person[] = ['stranger', 'learner', 'learner of another class', 'removed device']
/** Refusals that mean the door stayed shut. */
export const SHUT = new Set(['SIGNATURE_NEEDED', 'SIGNATURE_BAD', 'STALE_NONCE', 'REPLAYED', 'FORBIDDEN', 'NOT_FOUND', 'METHOD_NOT_ALLOWED', 'HUB_LOCKED', 'TOO_MANY', 'INTERNAL'])

const ofClass = (path: string, input?: unknown): Pick<DoorCase, 'real' | 'harmless'> => ({
  real: { path: `/api/1/classes/:code${path}`, input }, harmless: { path: `/api/1/classes/${NO_CLASS}${path}`, input },
})
export const seat = { choice: { kind: 'elsewhere', headphones: false } }
const choices = { heard: false, seen: false, answers: false, analytics: false, contact: false }
const notice = { sha256: 'A'.repeat(43), language: 'en' }
/** By nobody. */
const statement = { key: 'A'.repeat(43), at: 1, signature: 'A'.repeat(86) }
const span = { from: 1, to: 2 }
const remove = { sound: true, picture: false, text: false }
const passphrase = 'four quiet unrelated words'

export const DOORS: Readonly<Record<string, DoorCase>> = {
  'agree-clock': { opens: 'host', method: 'PUT', real: { path: '/api/1/clock', input: { atZero: 1 } } },
  'log-keys': { opens: 'anyone', method: 'GET', real: { path: '/api/1/log/keys' } },
  'hello': { opens: 'anyone', method: 'GET', real: { path: '/api/1/hello' } },
  'unlock': { opens: 'anyone', method: 'POST', real: { path: '/api/1/unlock', input: { passphrase } } },
  'who-am-i': { opens: 'device', method: 'GET', real: { path: '/api/1/me' } },
  'pair-device': { opens: 'device', method: 'POST', real: { path: '/api/1/devices', input: { ticket: 'guessed', label: '' } } },
  'sign-in': { opens: 'device', method: 'POST', real: { path: '/api/1/devices/by-passphrase', input: { passphrase, label: '' } } },
  'choose-passphrase': { opens: 'host', method: 'PUT', real: { path: '/api/1/passphrase', input: { passphrase } }, harmless: { path: '/api/1/passphrase', input: { passphrase: 'short' } } },
  'make-ticket': { opens: 'host', method: 'POST', real: { path: '/api/1/tickets', input: { roles: ['host'] } } },
  'list-devices': { opens: 'host', method: 'GET', real: { path: '/api/1/devices' } },
  'remove-device': { opens: 'host', method: 'DELETE', real: { path: `/api/1/devices/${people['co-host'].id}` }, harmless: { path: '/api/1/devices/nobody' } },
  'look-up-class': { opens: 'anyone', method: 'GET', real: { path: '/api/1/classes/:code' } },
  'take-seat': { opens: 'device', method: 'POST', ...ofClass('/seats', seat) },
  'change-seat': { opens: 'device', method: 'PUT', ...ofClass('/seats/mine', seat) },
  'studio': { opens: 'studio', method: 'GET', real: { path: '/api/1/studio' } },
  'make-class': { opens: 'crew', method: 'POST', real: { path: '/api/1/classes', input: { title: 'X' } }, harmless: { path: '/api/1/classes', input: {} } },
  'rename-class': { opens: 'crew', method: 'PUT', ...ofClass('/title', { title: 'X' }) },
  'open-lobby': { opens: 'crew', method: 'POST', ...ofClass('/lobby') },
  'begin-class': { opens: 'crew', method: 'POST', ...ofClass('/live') },
  'end-class': { opens: 'crew', method: 'POST', ...ofClass('/end') },
  'choose-programme': { opens: 'crew', method: 'PUT', ...ofClass('/programme', { publisher: null }) },
  'set-publisher-clock': { opens: 'crew', method: 'PUT', ...ofClass('/publishers/pub_aaaaaaaaaaaaaaaa/clock', { offset: 1 }) },
  'make-stream-key': { opens: 'crew', method: 'POST', ...ofClass('/stream-key') },
  'set-start': { opens: 'crew', method: 'PUT', ...ofClass('/start', { inSeconds: null }) },
  'set-door': { opens: 'crew', method: 'PUT', ...ofClass('/door', { locked: false }) },
  'set-standing': { opens: 'crew', method: 'PUT', ...ofClass('/seats/seat_aaaaaaaaaaaaaaaa/standing', { standing: 'welcome' }) },
  'list-tracks': { opens: 'class', method: 'GET', real: { path: '/api/1/classes/:code/tracks' } },
  'remove-track': { opens: 'crew', method: 'DELETE', ...ofClass('/tracks/trk_aaaaaaaaaaaaaaaa') },
  'list-pictures': { opens: 'device', method: 'GET', ...ofClass('/pictures') },
  'remove-picture': { opens: 'crew', method: 'DELETE', ...ofClass('/pictures/pic_aaaaaaaaaaaaaaaa') },
  'class-plan': { opens: 'crew', method: 'GET', ...ofClass('/plan') },
  'set-plan': { opens: 'crew', method: 'PUT', ...ofClass('/plan', { plan: { objective: '', items: [] } }) },
  'start-check': { opens: 'host', method: 'POST', real: { path: '/api/1/checks', input: { learners: 1, seconds: 10, network: 'lan', language: 'en' } }, harmless: { path: '/api/1/checks', input: {} } },
  'show-check': { opens: 'host', method: 'GET', real: { path: '/api/1/checks/last' } },
  'stop-check': { opens: 'host', method: 'DELETE', real: { path: '/api/1/checks/last' } },
  'begin-rehearsal': { opens: 'host', method: 'POST', ...ofClass('/rehearsal') },
  'leave-rehearsal': { opens: 'host', method: 'POST', real: { path: '/api/1/rehearsal/leave', input: {} } },
  'set-made-up': { opens: 'host', method: 'POST', real: { path: '/api/1/rehearsal/learners', input: { count: 0 } } },
  'list-rehearsals': { opens: 'studio', method: 'GET', real: { path: '/api/1/classes/:code/rehearsals' } },
  'choke-link': { opens: 'host', method: 'PUT', real: { path: '/api/1/tour/choke', input: { seat: 'seat_aaaaaaaaaaaaaaaa', on: true } } },
  'make-it-yours': { opens: 'host', method: 'POST', real: { path: '/api/1/tour/make-it-yours', input: { passphrase: null, title: 'X', plan: { objective: '', items: [] }, label: '' } } },
  'invite-guest': { opens: 'crew', method: 'POST', ...ofClass('/guests', { seat: 'seat_aaaaaaaaaaaaaaaa', as: 'voice', private: false }) },
  'end-guest': { opens: 'crew', method: 'DELETE', ...ofClass('/guests/gst_aaaaaaaaaaaaaaaa') },
  'answer-invitation': { opens: 'device', method: 'PUT', ...ofClass('/guests/mine', { guest: 'gst_aaaaaaaaaaaaaaaa', answer: 'yes' }) },
  'leave-stage': { opens: 'device', method: 'DELETE', ...ofClass('/guests/mine') },
  'class-figures': { opens: 'studio', method: 'GET', ...ofClass('/figures') },
  'set-recording': { opens: 'crew', method: 'PUT', ...ofClass('/recording', { on: true }) },
  'show-recording': { opens: 'crew', method: 'GET', real: { path: '/api/1/classes/:code/recording' } },
  'destroy-recording': { opens: 'crew', method: 'DELETE', ...ofClass('/recording') },
  'set-replay': { opens: 'crew', method: 'PUT', ...ofClass('/replay', { who: 'code', until: null }) },
  'open-stream': { opens: 'anyone', method: 'POST', ...ofClass('/stream') },
  'show-consent': { opens: 'anyone', method: 'GET', real: { path: '/api/1/classes/:code/consent' } },
  'state-consent': { opens: 'device', method: 'PUT', ...ofClass('/consent', { choices, notice, statement, name: null, contact: null }) },
  'state-consent-for': { opens: 'desk', method: 'POST', ...ofClass('/consents', { person: null, name: 'X', guardian: null, choices, notice, contact: null }) },
  'show-holdings': { opens: 'host', method: 'GET', real: { path: '/api/1/holdings' } },
  'list-people': { opens: 'crew', method: 'GET', real: { path: '/api/1/classes/:code/people' } },
  'show-person': { opens: 'crew', method: 'GET', ...ofClass('/people/seat_aaaaaaaaaaaaaaaa') },
  'show-mine': { opens: 'device', method: 'GET', real: { path: '/api/1/classes/:code/mine' } },
  'erase-person': { opens: 'crew', method: 'DELETE', ...ofClass('/people/seat_aaaaaaaaaaaaaaaa') },
  'forget-class': { opens: 'host', method: 'POST', ...ofClass('/forgotten') },
  'list-consents': { opens: 'asked', method: 'GET', real: { path: '/api/1/classes/:code/consents' } },
  'show-consent-records': { opens: 'device', method: 'GET', real: { path: '/api/1/classes/:code/consent/records' } },
  'show-moments': { opens: 'device', method: 'GET', real: { path: '/api/1/classes/:code/moments' } },
  'open-moment': { opens: 'device', method: 'POST', ...ofClass('/moments/stream', span) },
  'make-claim': { opens: 'device', method: 'POST', ...ofClass('/claims', { claim: 'clm_aaaaaaaaaaaaaaaa', span, remove, reason: 'X', statement, person: null }) },
  'take-claim-back': { opens: 'device', method: 'DELETE', ...ofClass('/claims/clm_aaaaaaaaaaaaaaaa') },
  'list-claims': { opens: 'review', method: 'GET', real: { path: '/api/1/classes/:code/claims' } },
  'open-claim': { opens: 'review', method: 'POST', ...ofClass('/claims/clm_aaaaaaaaaaaaaaaa/stream') },
  'decide-claim': { opens: 'review', method: 'POST', ...ofClass('/claims/clm_aaaaaaaaaaaaaaaa/decision', { remove, means: 'silence', note: '' }) },
  'set-window': { opens: 'crew', method: 'PUT', ...ofClass('/window', { hours: 8760 }) },
  'open-replay': { opens: 'anyone', method: 'POST', ...ofClass('/replay') },
}

/** Doors of bytes rather than JSON. */
export const BYTES: Readonly<Record<string, DoorCase>> = {
  'export-bundle': { opens: 'host', method: 'POST', ...ofClass('/bundle') },
  'make-clip': { opens: 'clips', method: 'POST', ...ofClass('/clip?from=0&to=2000') },
  'clip-authority': { opens: 'clips', method: 'GET', real: { path: '/api/1/clip-authority' } },
  'check-sheet': { opens: 'host', method: 'GET', real: { path: '/api/1/checks/last/sheet' } },
  'add-track': { opens: 'crew', method: 'POST', real: { path: '/api/1/classes/:code/tracks?title=X', input: { no: 'sound' } } },
  'add-picture': { opens: 'crew', method: 'POST', real: { path: '/api/1/classes/:code/pictures?title=X', input: { no: 'picture' } } },
  'picture-image': { opens: 'device', method: 'GET', real: { path: '/api/1/classes/:code/pictures/pic_aaaaaaaaaaaaaaaa/image' } },
  'track-sound': { opens: 'class', method: 'GET', real: { path: '/api/1/classes/:code/tracks/beat-60/sound' } },
  'log-checkpoint': { opens: 'anyone', method: 'GET', real: { path: '/api/1/log/checkpoint' } },
  'log-tile': { opens: 'anyone', method: 'GET', real: { path: '/api/1/log/tile/0/000.p/1' } },
  'add-checkpoint': { opens: 'anyone', method: 'POST', real: { path: '/api/1/witness/add-checkpoint', input: { no: 'checkpoint' } } },
  'receipt': { opens: 'device', method: 'GET', ...ofClass('/receipt') },
  'stream-file': { opens: 'anyone', method: 'GET', real: { path: '/hls/aaaaaaaaaaaaaaaaaaaaaaaa/main.m3u8' } },
}

type MediaActor = Person | 'nobody' | 'guessed stream key'
/** What each is told at a media door; `open` gets as far as the SDP. Sessions belong to the host (whip) and the learner (whep). */
const publishing = (host: string, coHost: string): Record<MediaActor, string> => ({
  'nobody': 'SIGNATURE_NEEDED', 'guessed stream key': 'STREAM_KEY_WRONG', 'stranger': 'FORBIDDEN', 'learner': 'FORBIDDEN',
  'learner of another class': 'FORBIDDEN', 'removed device': 'FORBIDDEN', 'technician': 'FORBIDDEN', 'desk': 'FORBIDDEN', 'reviewer': 'FORBIDDEN', 'clip-editor': 'FORBIDDEN', 'co-host': coHost, 'host': host,
})
const watching = (nobody: string, learner: string, crew: string): Record<MediaActor, string> => ({
  'nobody': nobody, 'guessed stream key': nobody, 'stranger': 'NO_SEAT', 'learner': learner,
  'learner of another class': 'NO_SEAT', 'removed device': 'NO_SEAT', 'technician': 'NO_SEAT', 'desk': 'NO_SEAT', 'reviewer': 'NO_SEAT', 'clip-editor': 'NO_SEAT', 'co-host': crew, 'host': crew,
})
export const MEDIA: Readonly<Record<string, { readonly method: string; readonly path: string; readonly told: Record<MediaActor, string> }>> = {
  'whip-post': { method: 'POST', path: '/whip/:code', told: publishing('open', 'open') },
  'whip-patch': { method: 'PATCH', path: '/whip/:code/pub_aaaaaaaaaaaaaaaa', told: publishing('NOT_FOUND', 'NOT_FOUND') },
  'whip-delete': { method: 'DELETE', path: '/whip/:code/pub_aaaaaaaaaaaaaaaa', told: publishing('NOT_FOUND', 'NOT_FOUND') },
  'whep-post': { method: 'POST', path: '/whep/:code', told: watching('open', 'open', 'open') },
  'whep-patch': { method: 'PATCH', path: '/whep/:code/player-aaaaaaaaaaaaaaaa', told: watching('NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND') },
  'whep-delete': { method: 'DELETE', path: '/whep/:code/player-aaaaaaaaaaaaaaaa', told: watching('NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND') },
}

/** A private talk that is none: whoever could be one of its two hears so, everybody else not even that. */
export const PRIVATE_MEDIA = ['/whip/:code?with=gst_aaaaaaaaaaaaaaaa', '/whep/:code?with=gst_aaaaaaaaaaaaaaaa'] as const
export const PRIVATE_TOLD: Readonly<Record<MediaActor, string>> = { ...publishing('GUEST_UNKNOWN', 'GUEST_UNKNOWN'), 'guessed stream key': 'SIGNATURE_NEEDED' }

export type SocketCase = { readonly opens: 'anyone' | 'device' | 'learner' | 'crew'; readonly signed: boolean; readonly message: LiveMessage }
const at = 1 as LiveMessage extends infer M ? M extends { at: infer T } ? T : never : never // Any instant does; the brand is the wire's.
const cue = 'cue_aaaaaaaaaaaaaaaa' as Extract<LiveMessage, { type: 'played' }>['cue']
type Id<T extends LiveMessage['type'], K extends keyof Extract<LiveMessage, { type: T }>> = Extract<LiveMessage, { type: T }>[K]
const question = 'qst_aaaaaaaaaaaaaaaa' as Id<'ask', 'question'>
export const nobodysSeat = 'seat_aaaaaaaaaaaaaaaa' as Extract<LiveMessage, { type: 'lower-hand' }>['seat']
export const MESSAGES: Readonly<Record<LiveMessage['type'], SocketCase>> = {
  'enter': { opens: 'device', signed: true, message: { type: 'enter', code: NO_CLASS, as: 'seat' } },
  'probe': { opens: 'anyone', signed: false, message: { type: 'probe', p: 1 } },
  'report': {
    opens: 'learner', signed: false,
    message: { type: 'report', roundTripMs: 1, clockErrorMs: 1, leadMs: 1, videoMs: null, joinMs: null, channel: false, asleep: false },
  },
  'loudness': { opens: 'crew', signed: false, message: { type: 'loudness', blocks: [-230] } },
  'played': { opens: 'learner', signed: false, message: { type: 'played', cue, at, output: 'light' } },
  'raise-hand': { opens: 'learner', signed: true, message: { type: 'raise-hand', up: true, at } },
  'confirm-rep': { opens: 'learner', signed: true, message: { type: 'confirm-rep', count: 1, at } },
  'press-cue': { opens: 'crew', signed: true, message: { type: 'press-cue', kind: 'now', pressedAt: at } },
  'lower-hand': { opens: 'crew', signed: true, message: { type: 'lower-hand', seat: nobodysSeat } },
  'move-run': { opens: 'crew', signed: true, message: { type: 'move-run', revision: 0, move: { do: 'next' } } },
  'timer': { opens: 'crew', signed: true, message: { type: 'timer', start: { seconds: 60, label: '' } } },
  'music': { opens: 'crew', signed: true, message: { type: 'music', start: null } },
  'started': { opens: 'learner', signed: false, message: { type: 'started', id: 'tmr_aaaaaaaaaaaaaaaa' as Id<'started', 'id'>, at } },
  'poll': { opens: 'crew', signed: true, message: { type: 'poll', act: { do: 'open', poll: { question: 'Why?', options: ['A', 'B'] } } } },
  'answer-poll': { opens: 'learner', signed: true, message: { type: 'answer-poll', poll: 'poll_aaaaaaaaaaaaaaaa' as Id<'answer-poll', 'poll'>, option: 0, at } },
  'ask': { opens: 'learner', signed: true, message: { type: 'ask', question, named: false, text: 'Why?', at } },
  'handle-question': { opens: 'crew', signed: true, message: { type: 'handle-question', question, state: 'answered' } },
  'ready': { opens: 'learner', signed: true, message: { type: 'ready', item: 'item_aaaaaaaaaaaaaaaa' as Id<'ready', 'item'>, at } },
  'name-me': { opens: 'learner', signed: true, message: { type: 'name-me', name: 'X' } },
  'take-control': { opens: 'crew', signed: true, message: { type: 'take-control', label: 'X' } },
}

/**
 * An offer of one line of sound from nobody: good enough for a session to be made, never connected.
 * Spelled out here, since the native WebRTC parts belong to the hub's media thread alone.
 */
export function soundOffer(direction: 'sendonly' | 'recvonly'): string {
  return [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=mid:0', `a=${direction}`,
    'a=rtcp-mux', 'a=rtpmap:111 opus/48000/2', 'a=ice-ufrag:abcd', `a=ice-pwd:${'x'.repeat(24)}`, `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`, 'a=setup:actpass',
    ...(direction === 'sendonly' ? ['a=ssrc:1111 cname:nobody'] : []), '',
  ].join('\r\n')
}
