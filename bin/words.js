#!/usr/bin/env node
// @ts-check
// Compiles every `src/**/words/<locale>.json` to typed functions in `src/words/`.
import { compileWords } from './setup/words.js'

await compileWords()
// The compiler's store keeps a handle open for half a minute; nothing is left to wait for.
process.exit(0)
