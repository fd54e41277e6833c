#!/usr/bin/env node
// @ts-check
// npm leaves an optional platform package out of the lock file when the registry in use does not
// serve it, and `npm ci` then refuses the lock anywhere. This gives each such package a stub that
// no machine ever installs. Run after any change of dependencies: `node bin/mend-lock.js`.
import { readFileSync, writeFileSync } from 'node:fs'
import { addStubs } from './setup/lock-stubs.js'
import { say } from './setup/say.js'

const path = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))
const { packages, added } = addStubs(lock.packages)
writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`)
say('lock_mended', { count: added })
