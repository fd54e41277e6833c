import type { IncomingHttpHeaders } from 'node:http'

/**
 * How a request reached the box: from its own screen, over a name whose certificate the browser
 * checked, or over plain http, where anybody on the network could have replaced the page.
 */
export type Trust = 'own-screen' | 'trusted' | 'plain'

/** Host names that always mean this machine, as a browser on it writes them. */
const OWN_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?$/
const IP_LITERAL = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/

/** The host name of a `Host` header in lower case, without its port; undefined when it is none. */
export function hostName(header: string | undefined): string | undefined {
  if (header === undefined || header.length > 260) return undefined
  return HOST.exec(header.toLowerCase())?.[1]?.replace(/\.$/, '')
}

/**
 * Whether this box answers to that name. A page of somebody else whose name suddenly resolves to
 * the box's address (DNS rebinding) sends its own name, so only literal addresses, the machine's
 * own names and the configured ones count.
 */
export function answersTo(name: string, ownNames: readonly string[]): boolean {
  return IP_LITERAL.test(name) || OWN_NAMES.has(name) || ownNames.some((own) => own.toLowerCase() === name)
}

/**
 * A proxy on the same machine would make the whole network look like the own screen; one that says
 * it forwards is believed in that, since it can only lose trust by it.
 */
export function trustOf(secure: boolean, address: string, headers: IncomingHttpHeaders): Trust {
  const forwarded = headers['forwarded'] ?? headers['x-forwarded-for'] ?? headers['x-real-ip'] ?? headers.via
  const name = hostName(headers.host)
  if (isLoopback(address) && forwarded === undefined && name !== undefined && OWN_NAMES.has(name)) return 'own-screen'
  return secure ? 'trusted' : 'plain'
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address)
}

/**
 * Whether a page of another origin made the browser send this. Programs that are no browser send
 * neither header, and carry no ambient rights a page could borrow.
 */
export function isCrossSite(secure: boolean, headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers
  if (origin !== undefined) return origin.toLowerCase() !== `${secure ? 'https' : 'http'}://${host?.toLowerCase() ?? ''}`
  const site = headers['sec-fetch-site']
  return site === 'cross-site' || site === 'same-site'
}
