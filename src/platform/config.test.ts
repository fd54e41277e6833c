import { describe, expect, it } from 'vitest'
import vectors from '../../fixtures/cosignatures/valid/checkpoints.json' with { type: 'json' }
import { Refused } from '../kernel/failures.ts'
import { verifierText } from '../kernel/note.ts'
import { readConfig } from './config.ts'

const { log: logKey, witnesses: [witnessKey = '', otherWitness = ''] } = vectors

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
      port: 8080, mediaPort: 8080, tls: null, hostNames: [], keyFile: null, logLevel: 'info', tour: true, open: true, ffmpeg: 'ffmpeg', witnesses: [], witnessFor: [],
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

  it('name witnesses by key and address, and logs to witness by key', () => {
    const config = readConfig({ LECTERN_WITNESSES: `${witnessKey}@http://192.168.4.1:8080/api/1/witness/, ${otherWitness}@https://w.example`, LECTERN_WITNESS_FOR: logKey }, [], '/srv')
    expect(config.witnesses.map(({ key, url }) => [verifierText(key), url])).toEqual([[witnessKey, 'http://192.168.4.1:8080/api/1/witness'], [otherWitness, 'https://w.example']])
    expect(config.witnessFor.map(verifierText)).toEqual([logKey])
  })

  it.each([
    ['LECTERN_WITNESSES', witnessKey, 'without an address'],
    ['LECTERN_WITNESSES', `${logKey}@http://w.example`, 'the key of a log'],
    ['LECTERN_WITNESSES', `${witnessKey}@ftp://w.example`, 'no web address'],
    ['LECTERN_WITNESSES', `${witnessKey}@http://u:p@w.example`, 'a password in it'],
    ['LECTERN_WITNESSES', `${witnessKey}@http://w.example?x`, 'a query'],
    ['LECTERN_WITNESSES', `${witnessKey}@http://:0`, 'no host'],
    ['LECTERN_WITNESS_FOR', witnessKey, 'the key of a witness'],
    ['LECTERN_WITNESS_FOR', `${logKey},`, 'a comma too many'],
    ['LECTERN_WITNESS_FOR', logKey.replace('+', '+0'), 'another id'],
    ['LECTERN_WITNESS_FOR', Array(17).fill(logKey).join(','), 'too many'],
  ])('refuse %s %s: %s', (setting, value) => {
    expect(refusal({ [setting]: value })).toEqual(['CONFIG_VALUE', { setting }])
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
