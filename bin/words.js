#!/usr/bin/env node
// @ts-check
// Compiles every `src/**/words/<locale>.json` to typed functions in `src/words/`, of this checkout or of the folder named.
import { compileWords } from './setup/words.js'

await compileWords(process.argv[2])
// The compiler's store keeps a handle open for half a minute; nothing is left to wait for.
process.exit(0)
