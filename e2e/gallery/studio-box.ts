import type { z } from 'zod/mini'
import { nobleCrypto } from '../../src/ui/crypto-noble.ts'
import { openDeviceKey } from '../../src/ui/device-key.ts'
import { Client } from '../../src/ui/client.ts'
import { type HubTime, hubTime, MICROS_PER_SECOND } from '../../src/kernel/time.ts'
import { hello, makeTicket } from '../../src/features/people/wire/routes.ts'
import { Frame, LiveMessage, type LiveNews } from '../../src/features/live/wire/messages.ts'
import type { CrewRole } from '../../src/features/live/screens/studio/control/crew.ts'
import { givenPicture } from './drawn-slide.ts'
import type { Draft } from '../../src/features/live/screens/studio/plan/draft.ts'
import { type PastClass, StudioModel } from '../../src/features/live/screens/studio/model.ts'
import type { PageSocket } from '../../src/features/live/screens/link/socket-session.ts'
import type { BoxCheck } from '../../src/features/live/wire/checks.ts'
import type { HeldRehearsal } from '../../src/features/live/wire/rehearsal.ts'
import type { ClassFigures, ClassView } from '../../src/features/live/wire/words.ts'
import type { listClaims } from '../../src/features/privacy/wire/routes.ts'
import { reviewedClaims } from './review-states.ts'
import type { showRecording } from '../../src/features/capture/wire/routes.ts'
import type { Track } from '../../src/features/live/wire/routes.ts'

/** A class as a studio is told of it, told anew at each look. */
export type StudioScene = {
  readonly view: ClassView
  readonly role?: CrewRole
  readonly draft?: Draft
  readonly past?: readonly PastClass[]
  readonly tracks?: readonly Track[]
  readonly figures?: ClassFigures
  /** What was recorded of it. */
  readonly recorded?: z.output<(typeof showRecording)['output']>
  /** The last check of the box, and the sheets of the crew's rehearsals. */
  readonly check?: BoxCheck | null
  readonly rehearsals?: readonly HeldRehearsal[]
  /** What the box says once the studio has entered; `now` is the shared time then. */
  readonly news?: (now: HubTime) => readonly LiveNews[]
  /** Said after all buttons were pressed. */
  readonly afterwards?: (now: HubTime) => readonly LiveNews[]
  /** Buttons that are pressed before the picture, by how their words begin in the page's language. */
  readonly press?: readonly (() => string)[]
  /** The box falls silent, as when the Wi-Fi is gone; seconds ago. */
  readonly silent?: true
  /** Camera and microphone are closed at this address. */
  readonly plain?: true
}

/** The shared time at which the page of a scene begins. */
const BEGINS_AT = 1000 * MICROS_PER_SECOND
const now = (): HubTime => hubTime(BEGINS_AT + performance.now() * 1000)

/** The studio itself, linked to a box that answers as the scene says: nothing of the page is left out. */
export function studioOf(scene: StudioScene): { readonly model: StudioModel; readonly say: (news: readonly LiveNews[]) => void } {
  const crypto = nobleCrypto()
  const key = openDeviceKey({ trusted: true, use: 'studio', storage: sessionStorage, crypto, now: Date.now })
  const client = new Client({ crypto, key, hello, fetch: async (url, init) => answerTo(scene, String(url), init?.method ?? 'GET') })
  const sockets = new Set<PageSocket>()
  const say = (news: readonly LiveNews[]): void => { for (const one of news) for (const socket of sockets) tell(socket, one) }
  const model = new StudioModel({
    client, key, crypto, secureContext: scene.plain !== true,
    openSocket: () => {
      const socket = openSocket(scene, () => sockets.delete(socket))
      sockets.add(socket)
      return socket
    },
    control: {
      label: 'Laptop', role: scene.role ?? 'host', takes: false,
      makeTicket: (role) => client.call(makeTicket, { input: { roles: [role] } }),
    },
  })
  return { model, say }
}

function answerTo({ view, draft, past = [], tracks = [], figures, recorded, check = null, rehearsals = [] }: StudioScene, url: string, method: string): Response {
  const { pathname } = new URL(url, location.href)
  const path = `${method} ${pathname.replace(`/classes/${view.code}`, '/classes/:code')}`
  const answers: Record<string, unknown> = {
    'GET /api/1/hello': { nonce: 'aaaaaaaaaaaaaaaa', hub: null, now: now(), trust: 'own-screen', locked: false, passphraseSet: true, addresses: [], sample: false } satisfies z.output<(typeof hello)['output']>,
    'GET /api/1/studio': {
      classes: [view], past, publishers: [], addresses: ['http://192.168.4.1:8080'], trustedAddress: null,
      lamps: { theftCovered: true, recordKept: true, media: true, clock: null },
    },
    'GET /api/1/classes/:code/plan': draft ?? { title: view.title, plan: { objective: view.objective, items: [] } },
    'GET /api/1/classes/:code/tracks': { tracks },
    'GET /api/1/classes/:code/pictures': { pictures: [givenPicture] },
    'GET /api/1/classes/:code/figures': figures,
    'GET /api/1/classes/:code/rehearsals': { rehearsals },
    'GET /api/1/checks/last': { check },
    'GET /api/1/classes/:code/recording': recorded,
    'GET /api/1/classes/:code/claims': claimsOf(view),
    'PUT /api/1/classes/:code/recording': { recording: recorded?.recording },
    'POST /api/1/tickets': { ticket: 'aaaaaaaaaaaaaaaa', until: Date.UTC(2026, 10, 22, 14, 20), links: ['http://192.168.4.1:8080/host#pair=K3Q7M2X9R4T6W8Y5'] },
  }
  return Response.json(answers[path] ?? { class: view })
}

/** One waits once the class is over, so that the studio is seen to say so. */
function claimsOf({ phase, title }: ClassView): z.output<(typeof listClaims)['output']> {
  const isOver = phase === 'closed'
  const claims = reviewedClaims.slice(0, isOver ? 1 : 0)
  return { title, classSpan: null, claims, window: { state: phase === 'draft' || phase === 'lobby' ? 'not-yet' : 'open', hours: 168, until: null }, means: ['silence'] }
}

function openSocket(scene: StudioScene, closed: () => void): PageSocket {
  const socket: PageSocket = {
    onmessage: null, onclose: null, close: closed,
    send(text) {
      const frame = Frame.parse(JSON.parse(text))
      const message = LiveMessage.parse(JSON.parse(frame.m))
      if (message.type === 'probe') {
        // A page asks before it listens; a network has a turn in between.
        if (scene.silent !== true || performance.now() < SILENT_FROM_MS) setTimeout(() => tell(socket, { type: 'probe', p: message.p, t: now() }), 0)
        return
      }
      if (frame.n !== undefined) tell(socket, { type: 'done', n: frame.n })
      if (message.type !== 'enter') return
      tell(socket, { type: 'entered', class: scene.view, seat: null, cues: [] })
      for (const news of scene.news?.(now()) ?? []) tell(socket, news)
    },
  }
  setTimeout(() => tell(socket, { type: 'hello', nonce: 'aaaaaaaaaaaaaaaa', t: now() }), 0)
  return socket
}

const SILENT_FROM_MS = 1500

const tell = (socket: PageSocket, news: LiveNews): void => socket.onmessage?.({ data: JSON.stringify(news) })
