import { expect, it } from 'vitest'
import { markPure } from './pure-schemas.js'

it('marks what is made by a call and what is a list, and nothing else', () => {
  const code = [
    `import { z } from 'zod/mini'`,
    `export const Title = z.string().check(z.maxLength(9))`,
    `const least = 10, Short = z.string()`,
    `export const make = () => z.string()`,
    `export type Title = z.infer<typeof Title>`,
    `export let told = z.string()`,
    `export const all = [Title, ...others] as const`,
  ].join('\n')
  expect(markPure(code, 'wire.ts').split('\n')).toEqual([
    `import { z } from 'zod/mini'`,
    `export const Title = /* @__PURE__ */ (() => z.string().check(z.maxLength(9)))()`,
    `const least = 10, Short = /* @__PURE__ */ (() => z.string())()`,
    `export const make = () => z.string()`,
    `export type Title = z.infer<typeof Title>`,
    `export let told = z.string()`,
    `export const all = /* @__PURE__ */ (() => [Title, ...others] as const)()`,
  ])
})
