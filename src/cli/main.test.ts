import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { m } from '../words/messages.js'

const lectern = fileURLToPath(new URL('../../bin/lectern.js', import.meta.url))

/** Runs the program as a person would, from a folder that is not the checkout. */
function run(...args: string[]) {
  return runIn('en_GB.UTF-8', ...args)
}

/** The same on a terminal of another language. */
function runIn(language: string, ...args: string[]) {
  const { LECTERN_LANGUAGE: _chosen, LC_ALL: _all, LC_MESSAGES: _messages, ...env } = process.env
  return spawnSync(process.execPath, [lectern, ...args], { cwd: tmpdir(), encoding: 'utf8', env: { ...env, LANG: language } })
}

describe('the command line', () => {
  it.each([[['help']], [['--help']], [['-h']], [['hub', '--help']], [[]]])('explains itself when asked by %j', (args) => {
    const { status, stdout } = run(...args)
    expect(status).toBe(0)
    expect(stdout).toContain('lectern hub')
  })

  it.each(['dance', 'constructor', '__proto__', ''])('answers the unknown command "%s" with a sentence and code 2', (name) => {
    const { status, stdout, stderr } = run(name)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(`"${name}"`)
  })

  it('speaks the language of the terminal, what it refuses included', () => {
    expect(runIn('de_AT.UTF-8', 'help').stdout).toContain(m.cli_help({ benches: '' }, { locale: 'de' }).split('\n')[0])
    expect(runIn('de_AT.UTF-8', 'dance').stderr.trim()).toBe(m.cli_unknown_command({ command: 'dance' }, { locale: 'de' }))
    const moon = m.rehearse_refusal_REHEARSE_OPTION({ value: 'moon' }, { locale: 'de' })
    expect(runIn('de_AT.UTF-8', 'rehearse', '--network', 'moon').stderr.trim()).toBe(moon)
    expect(runIn('de_AT.UTF-8', 'soak', 'moon').stderr.trim()).toBe(moon)
    expect(runIn('de_AT.UTF-8', 'hub', '--port', 'high').stderr).not.toBe(runIn('en_GB.UTF-8', 'hub', '--port', 'high').stderr)
  })

  it('answers an unknown measurement with a sentence and code 2', () => {
    const { status, stderr } = run('bench', 'toString')
    expect(status).toBe(2)
    expect(stderr).toContain('"toString"')
  })

  it('refuses a hub with contradicting or unknown options with a sentence and code 2', () => {
    for (const args of [['--cert', 'a.pem'], ['--prot', '80'], ['--port', 'high']]) {
      const { status, stderr } = run('hub', ...args)
      expect(status).toBe(2)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
  })
})
