import type { Limit } from '../../kernel/contract.ts'
import { MICROS_PER_SECOND } from '../../kernel/time.ts'
import type { HubTime } from '../../kernel/time.ts'

type Bucket = { tokens: number; at: number }

/**
 * Token buckets by caller. A bucket holds `burst` tokens and fills evenly over `seconds`. At most
 * `callers` are remembered; the one not heard of for longest is forgotten first, which gives it a
 * full bucket: whoever has that many addresses could have used them all anyway.
 */
export class RateLimit {
  readonly #callers: number
  readonly #buckets = new Map<string, Bucket>()

  constructor(callers: number) {
    this.#callers = callers
  }

  /** Takes a token. 0 when there was one, else the milliseconds until there is. */
  take(caller: string, limit: Limit, now: HubTime): number {
    const perMicro = limit.burst / (limit.seconds * MICROS_PER_SECOND)
    const bucket = this.#buckets.get(caller) ?? { tokens: limit.burst, at: now }
    const tokens = Math.min(limit.burst, bucket.tokens + Math.max(0, now - bucket.at) * perMicro)
    const granted = tokens >= 1
    this.#remember(caller, { tokens: granted ? tokens - 1 : tokens, at: now })
    return granted ? 0 : Math.ceil((1 - tokens) / perMicro / 1000)
  }

  get size(): number {
    return this.#buckets.size
  }

  #remember(caller: string, bucket: Bucket): void {
    this.#buckets.delete(caller)
    const oldest = this.#buckets.keys().next().value
    if (this.#buckets.size >= this.#callers && oldest !== undefined) this.#buckets.delete(oldest)
    this.#buckets.set(caller, bucket)
  }
}

/**
 * The address as limits count it: an IPv6 host owns its whole /64, and a mapped IPv4 address is
 * the IPv4 address.
 */
export function limitedAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const bare = address.split('%')[0] ?? ''
  const [head = '', tail] = bare.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0')
  return `${[...groups, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}
