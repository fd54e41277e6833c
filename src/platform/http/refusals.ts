/** The general refusals, which any route may answer with. Each has a sentence `platform_refusal_<code>`. */
export const PLATFORM_REFUSALS = [
  'NOT_FOUND', 'METHOD_NOT_ALLOWED', 'FORBIDDEN', 'SIGNATURE_NEEDED', 'SIGNATURE_BAD', 'STALE_NONCE', 'REPLAYED',
  'BAD_INPUT', 'TOO_LARGE', 'TOO_MANY', 'HUB_LOCKED', 'RECORD_FAILING', 'BUSY', 'WRONG_HOST', 'CROSS_SITE', 'INTERNAL',
] as const
export type PlatformRefusal = (typeof PLATFORM_REFUSALS)[number]

const GENERAL: Readonly<Record<PlatformRefusal, number>> = {
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  FORBIDDEN: 403,
  SIGNATURE_NEEDED: 401,
  SIGNATURE_BAD: 401,
  STALE_NONCE: 401,
  REPLAYED: 401,
  BAD_INPUT: 400,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  HUB_LOCKED: 503,
  RECORD_FAILING: 507,
  BUSY: 503,
  WRONG_HOST: 421,
  CROSS_SITE: 403,
  INTERNAL: 500,
}

/** How a feature's code reads decides its status, so that a new code needs no entry here. */
const SHAPES: ReadonlyArray<readonly [RegExp, number]> = [
  [/_(?:UNKNOWN|GONE)$/, 404],
  [/_(?:OVER|EXPIRED|USED)$/, 410],
  [/_WRONG$|_NEEDS_TRUST$|^NO_/, 403],
  [/_TOO_FAST$/, 429],
  [/_TOO_(?:SHORT|LONG)$|_UNPROVEN$/, 422],
]

/** The HTTP status of a refusal: that of its shape, else 409, since a rule said no to the state of things. */
export function statusOfRefusal(code: string): number {
  if (isPlatformRefusal(code)) return GENERAL[code]
  return SHAPES.find(([shape]) => shape.test(code))?.[1] ?? 409
}

export function isPlatformRefusal(code: string): code is PlatformRefusal {
  return Object.hasOwn(GENERAL, code)
}
