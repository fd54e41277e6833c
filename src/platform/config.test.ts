import { describe, expect, it } from 'vitest'
import { Refused } from '../kernel/failures.ts'
import { readConfig } from './config.ts'

function refusal(environment: Record<string, string>, ...args: string[]): unknown {
  try {
    return readConfig(environment, args, '/srv')
  } catch (error) {
    return error instanceof Refused ? [error.code, error.details] : error
  }
}

describe('settings', () => {
  it('all have defaults', () => {
    expect(readConfig({ HOME: '/root' }, [], '/srv')).toEqual({
      data: '/srv/data',
      port: 8080, mediaPort: 8080, tls: null, hostNames: [], keyFile: null, logLevel: 'info', tour: true, open: true, ffmpeg: 'ffmpeg',
    })
  })

  it('come from the environment, and the command line wins', () => {
    const environment = { LECTERN_PORT: '9000', LECTERN_DATA: 'box', LECTERN_HOST_NAME: 'Class.example.org, box.lan', LECTERN_LOG_LEVEL: 'debug', LECTERN_KEY_FILE: '/media/stick/key' }
    const config = readConfig(environment, ['--port', '9001', '--media-port=9002', '--cert', 'c.pem', '--key=k.pem'], '/srv')
    expect(config).toMatchObject({
      port: 9001, mediaPort: 9002, hostNames: ['class.example.org', 'box.lan'], logLevel: 'debug', keyFile: '/media/stick/key',
      tls: { port: 8443, certFile: '/srv/c.pem', keyFile: '/srv/k.pem' },
    })
    expect(config.data).toBe('/srv/box')
  })

  it('of tests and of the terminal\'s language are left alone', () => {
    expect(readConfig({ LECTERN_CHROMIUM: 'x', LECTERN_LANGUAGE: 'de', LECTERN_NO_APT: '1' }, [], '/srv').port).toBe(8080)
  })

  it('switch off the tour and the browser that opens by itself', () => {
    expect(readConfig({ LECTERN_TOUR: 'off' }, ['--open', 'off'], '/srv')).toMatchObject({ tour: false, open: false })
    expect(refusal({ LECTERN_TOUR: 'no' })).toEqual(['CONFIG_VALUE', { setting: 'LECTERN_TOUR' }])
  })

  it('put media on the same number as http unless told otherwise', () => {
    expect(readConfig({}, ['--port', '7000'], '/srv').mediaPort).toBe(7000)
  })

  it.each([
    [['--prot', '80'], 'CONFIG_UNKNOWN', { setting: '--prot' }],
    [['hub'], 'CONFIG_UNKNOWN', { setting: 'hub' }],
    [['-p', '80'], 'CONFIG_UNKNOWN', { setting: '-p' }],
    [['--port'], 'CONFIG_VALUE', { setting: '--port' }],
    [['--port', '65536'], 'CONFIG_VALUE', { setting: '--port' }],
    [['--port', '-1'], 'CONFIG_VALUE', { setting: '--port' }],
    [['--port', '80a'], 'CONFIG_VALUE', { setting: '--port' }],
    [['--port', ''], 'CONFIG_VALUE', { setting: '--port' }],
    [['--data', ''], 'CONFIG_VALUE', { setting: '--data' }],
    [['--log-level', 'loud'], 'CONFIG_VALUE', { setting: '--log-level' }],
    [['--host-name', 'a b'], 'CONFIG_VALUE', { setting: '--host-name' }],
    [['--host-name', 'x;script-src'], 'CONFIG_VALUE', { setting: '--host-name' }],
    [['--cert', 'c.pem'], 'CONFIG_CERT_AND_KEY', {}],
    [['--key', 'k.pem'], 'CONFIG_CERT_AND_KEY', {}],
    [['--tls-port', '443'], 'CONFIG_TLS_PORT_ALONE', {}],
    [['--cert', 'c', '--key', 'k', '--tls-port', '8080'], 'CONFIG_SAME_PORT', { port: 8080 }],
  ])('refuse %j as %s', (args, code, details) => {
    expect(refusal({}, ...args)).toEqual([code, details])
  })

  it('refuse a mistyped or unusable variable by its own name', () => {
    expect(refusal({ LECTERN_PROT: '1' })).toEqual(['CONFIG_UNKNOWN', { setting: 'LECTERN_PROT' }])
    expect(refusal({ LECTERN_MEDIA_PORT: 'x' })).toEqual(['CONFIG_VALUE', { setting: 'LECTERN_MEDIA_PORT' }])
    expect(refusal({}, '--__proto__', 'x')).toEqual(['CONFIG_UNKNOWN', { setting: '--__proto__' }])
  })
})
