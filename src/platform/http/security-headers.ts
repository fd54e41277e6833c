/**
 * Security headers of every answer. No HSTS, ever: a phone that once saw a box over https must
 * still reach the next venue's box over plain http at the same address.
 */

/** What a page may ask the browser for; everything else is off. */
const PERMISSIONS = [
  'camera=(self)', 'microphone=(self)', 'display-capture=(self)', 'speaker-selection=(self)', 'screen-wake-lock=(self)',
  'autoplay=(self)', 'fullscreen=(self)', 'picture-in-picture=(self)', 'clipboard-write=(self)',
  'geolocation=()', 'payment=()', 'usb=()', 'serial=()', 'hid=()', 'midi=()', 'browsing-topics=()',
].join(', ')

const ALWAYS: ReadonlyArray<readonly [string, string]> = [
  ['x-content-type-options', 'nosniff'],
  // Nothing of an address leaves this box. Towards the box itself it stays: where it is dropped, some browsers also send `Origin: null`.
  ['referrer-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-dns-prefetch-control', 'off'],
  ['permissions-policy', PERMISSIONS],
]

const NO_FRAMES = ['x-frame-options', 'DENY'] as const

/** For what is no page: nothing may load or run, should a browser be brought to show it. */
const NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** For answers to programs: data and media negotiation. */
export function dataHeaders(): Array<readonly [string, string]> {
  return [...ALWAYS, NO_FRAMES, ['content-security-policy', NOTHING_RUNS], ['cache-control', 'no-store']]
}

export type PageRequest = { readonly host: string; readonly secure: boolean; readonly isTrustworthy: boolean; readonly framed: boolean }

/**
 * For pages and their parts. `host` is the checked `Host` header: browsers before 2022 do not count
 * a socket to the same host as `'self'`, so it is named. Only a potentially trustworthy origin gets
 * the opener policy; elsewhere browsers ignore it with a complaint. `framed` lets pages of this box
 * show each other in frames, for the guided tour; no other origin ever may.
 */
export function pageHeaders({ host, secure, isTrustworthy, framed }: PageRequest): Array<readonly [string, string]> {
  const frames = framed ? "'self'" : "'none'"
  const policy = [
    "default-src 'self'", `connect-src 'self' ${secure ? 'wss' : 'ws'}://${host}`, "media-src 'self' blob:", "img-src 'self' blob:",
    "object-src 'none'", "base-uri 'none'", "form-action 'none'", `frame-src ${frames}`, `frame-ancestors ${frames}`,
  ].join('; ')
  const opener: ReadonlyArray<readonly [string, string]> = isTrustworthy ? [['cross-origin-opener-policy', 'same-origin']] : []
  return [...ALWAYS, framed ? ['x-frame-options', 'SAMEORIGIN'] : NO_FRAMES, ...opener, ['content-security-policy', policy]]
}
