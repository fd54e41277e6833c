import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../bin/lectern.js', import.meta.url))

export type Ran = { readonly status: number | null; readonly out: string; readonly err: string }

/** Runs a command as at a terminal, in English, beside what goes on in this process, which may have to answer it meanwhile. */
export function lectern(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, LECTERN_LANGUAGE: 'en' }, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString() })
    child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString() })
    child.on('close', (status) => resolve({ status, out, err }))
  })
}
