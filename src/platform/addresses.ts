import type { NetworkInterfaceInfo } from 'node:os'

type Interfaces = Readonly<Record<string, readonly Pick<NetworkInterfaceInfo, 'address' | 'family' | 'internal'>[] | undefined>>

/** Bridges and tunnels of other programs on the machine: phones of the venue are never behind them. */
const VIRTUAL = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|wg|utun|zt|tailscale|cni|flannel|lxc|podman)/i
/** Wi-Fi first, since that is where phones are; then wired. */
const RANKS: ReadonlyArray<RegExp> = [/^(?:wl|wifi|wi-fi|ap\d|uap)/i, /^(?:en|eth|lan|ethernet)/i]

/**
 * IPv4 addresses under which phones of the same network can reach this box, best first. Addresses
 * that a system gives itself when nobody gave it one (169.254.…) are left out.
 */
export function reachableAddresses(interfaces: Interfaces): string[] {
  const found = Object.entries(interfaces).flatMap(([name, addresses = []]) => addresses
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => ({ address, rank: rankOf(name) })))
  return [...new Set(found.toSorted((a, b) => a.rank - b.rank).map(({ address }) => address))]
}

function rankOf(name: string): number {
  if (VIRTUAL.test(name)) return RANKS.length + 1
  const rank = RANKS.findIndex((pattern) => pattern.test(name))
  return rank === -1 ? RANKS.length : rank
}

/** `http://host` or `http://host:port`, without the port that the scheme implies. */
export function webAddress(scheme: 'http' | 'https', host: string, port: number): string {
  const implied = scheme === 'http' ? 80 : 443
  return port === implied ? `${scheme}://${host}` : `${scheme}://${host}:${port}`
}
