import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initSync, WasmReader } from '@contentauth/c2pa-wasm'
import { z } from 'zod/mini'

/** What a reader of C2PA that is not ours makes of a file (contentauth's, as WebAssembly, which asks nobody on a network). */

const Statement = z.object({ code: z.string(), url: z.optional(z.string()) })
const Store = z.object({
  active_manifest: z.string(),
  manifests: z.record(z.string(), z.object({
    title: z.optional(z.string()),
    claim_version: z.optional(z.number()),
    assertions: z.array(z.object({ label: z.string(), instance: z.optional(z.number()), data: z.unknown() })),
    ingredients: z.optional(z.array(z.unknown())),
    signature_info: z.optional(z.object({ alg: z.optional(z.string()), issuer: z.optional(z.string()), common_name: z.optional(z.string()), time: z.optional(z.string()) })),
  })),
  validation_state: z.enum(['Invalid', 'Valid', 'Trusted']),
  validation_results: z.object({ activeManifest: z.object({ success: z.array(Statement), informational: z.array(Statement), failure: z.array(Statement) }) }),
})

export type ReadBack = {
  readonly state: 'Invalid' | 'Valid' | 'Trusted'
  readonly failures: readonly string[]
  readonly remarks: readonly string[]
  readonly title: string | undefined
  readonly issuer: string | undefined
  readonly ingredients: number
  /** Contents of the assertions under a label, in order. */
  said(label: string): readonly unknown[]
}

let isLoaded = false

/** `trusted`: PEM of the authorities that count. Throws what the reader throws for a file without a manifest. */
export async function readBack(file: Uint8Array, trusted?: string): Promise<ReadBack> {
  if (!isLoaded) initSync({ module: readFileSync(createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm')) })
  isLoaded = true
  const settings = { verify: { verify_trust: true }, ...trusted === undefined ? {} : { trust: { trust_anchors: trusted } } }
  const reader = await WasmReader.fromBytes('video/mp4', file, JSON.stringify(settings))
  try {
    const { validation_state: state, active_manifest: active, manifests, validation_results: { activeManifest: results } } = Store.parse(JSON.parse(reader.json()))
    const manifest = manifests[active]
    if (!manifest) throw new Error('no active manifest')
    return {
      state, title: manifest.title, issuer: manifest.signature_info?.issuer, ingredients: (manifest.ingredients ?? []).length,
      failures: results.failure.map(({ code }) => code), remarks: results.informational.map(({ code }) => code),
      said: (label) => manifest.assertions.filter((one) => one.label === label).map(({ data }) => data),
    }
  } finally {
    reader.free()
  }
}
