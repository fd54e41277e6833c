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
  ['x-frame-options', 'DENY'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-dns-prefetch-control', 'off'],
  ['permissions-policy', PERMISSIONS],
]

/** For what is no page: nothing may load or run, should a browser be brought to show it. */
const NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** For answers to programs: data and media negotiation. */
export function dataHeaders(): Array<readonly [string, string]> {
  return [...ALWAYS, ['content-security-policy', NOTHING_RUNS], ['cache-control', 'no-store']]
}

/**
 * For pages and their parts. `host` is the checked `Host` header: browsers before 2022 do not count
 * a socket to the same host as `'self'`, so it is named. Only a potentially trustworthy origin gets
 * the opener policy; elsewhere browsers ignore it with a complaint.
 */
export function pageHeaders(host: string, secure: boolean, isTrustworthy: boolean): Array<readonly [string, string]> {
  const policy = [
    "default-src 'self'", `connect-src 'self' ${secure ? 'wss' : 'ws'}://${host}`, "media-src 'self' blob:", "img-src 'self' blob:",
    "object-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-src 'none'", "frame-ancestors 'none'",
  ].join('; ')
  const opener: ReadonlyArray<readonly [string, string]> = isTrustworthy ? [['cross-origin-opener-policy', 'same-origin']] : []
  return [...ALWAYS, ...opener, ['content-security-policy', policy]]
}
