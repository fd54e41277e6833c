import { describe, expect, it } from 'vitest'
import { reachableAddresses, webAddress } from './addresses.ts'

const ipv4 = (address: string, internal = false) => ({ address, family: 'IPv4' as const, internal })

describe('the addresses a phone can reach', () => {
  it('put Wi-Fi before wire before anything else, and bridges of other programs last', () => {
    expect(reachableAddresses({
      docker0: [ipv4('172.17.0.1')],
      usb0: [ipv4('10.55.0.1')],
      eth0: [ipv4('192.168.1.7')],
      wlan0: [ipv4('192.168.4.1')],
    })).toEqual(['192.168.4.1', '192.168.1.7', '10.55.0.1', '172.17.0.1'])
  })

  it('leave out loopback, IPv6, addresses nobody gave, and doubles', () => {
    expect(reachableAddresses({
      lo: [ipv4('127.0.0.1', true)],
      eth0: [ipv4('169.254.3.4'), { address: 'fe80::1', family: 'IPv6', internal: false }, ipv4('10.0.0.2')],
      eth1: [ipv4('10.0.0.2')],
      down: undefined,
    })).toEqual(['10.0.0.2'])
  })

  it('name a port only where the scheme does not imply it', () => {
    expect([webAddress('http', 'a', 80), webAddress('http', 'a', 8080), webAddress('https', 'a', 443), webAddress('https', 'a', 8443)])
      .toEqual(['http://a', 'http://a:8080', 'https://a', 'https://a:8443'])
  })
})
