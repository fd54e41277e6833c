import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { become, chooseNode, isRunning, nodePackages } from './packaged-node.js'

let top: string
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'lectern-node-'))
})
afterEach(() => rmSync(top, { recursive: true }))

const here = nodePackages[`${process.platform}-${process.arch}`]

/** Puts a program in the place of the packaged Node. */
function pack(script: string): string {
  const path = join(top, 'node_modules', here ?? '')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, script, { mode: 0o755 })
  return path
}

describe.skipIf(!here || process.platform === 'win32')('the Node to run on', () => {
  it('is the packaged one', () => {
    const packaged = pack('#!/bin/sh\nexit 0\n')
    expect(chooseNode(top)).toBe(packaged)
    expect(isRunning(packaged)).toBe(false)
  })

  it('is the one at hand when none is packaged or the packaged one cannot start', () => {
    expect(chooseNode(top)).toBe(process.execPath)
    pack('#!/nowhere/loader\n')
    expect(chooseNode(top)).toBe(process.execPath)
    pack('#!/bin/sh\nexit 127\n')
    expect(chooseNode(top)).toBe(process.execPath)
    expect(isRunning(process.execPath)).toBe(true)
  })
})

describe('a program run in our place', () => {
  it('gives its exit code, and that of a signal as shells count it', async () => {
    expect(await become(process.execPath, ['-e', 'process.exit(7)'])).toBe(7)
    expect(await become(process.execPath, ['-e', 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)'])).toBe(143)
  })

  it('that does not exist is an error', async () => {
    await expect(become(join(top, 'nothing'), [])).rejects.toThrow('ENOENT')
  })
})
