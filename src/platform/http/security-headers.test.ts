import { expect, it } from 'vitest'
import { dataHeaders, pageHeaders } from './security-headers.ts'

const page = { host: 'localhost:8080', secure: false, isTrustworthy: true, framed: false }
const policyOf = (headers: ReadonlyArray<readonly [string, string]>): string => new Map(headers).get('content-security-policy') ?? ''

it('no page stands in a frame, nor shows one', () => {
  const headers = pageHeaders(page)
  expect(new Map(headers).get('x-frame-options')).toBe('DENY')
  expect(policyOf(headers)).toContain("frame-src 'none'; frame-ancestors 'none'")
})

it('pages of a sample class may show each other, and nobody else may show them', () => {
  const headers = pageHeaders({ ...page, framed: true })
  expect(new Map(headers).get('x-frame-options')).toBe('SAMEORIGIN')
  expect(policyOf(headers)).toContain("frame-src 'self'; frame-ancestors 'self'")
})

it('data stands in no frame, in a sample class neither', () => {
  expect(new Map(dataHeaders()).get('x-frame-options')).toBe('DENY')
  expect(policyOf(dataHeaders())).toContain("frame-ancestors 'none'")
})
