#!/usr/bin/env node
// @ts-check
// `npm start`: from a fresh clone to a hub on this machine. Arguments after `--` go to `lectern hub`.
process.argv.splice(2, 0, 'hub')
await import('./lectern.js')
