import type { Role } from '../../../kernel/roles.ts'

const WRITES_DOWN: ReadonlySet<Role> = new Set(['host', 'co-host', 'desk'])
const REVIEWS: ReadonlySet<Role> = new Set(['host', 'co-host', 'reviewer'])

/** Who writes down what people without a device say. */
export const writesDown = (roles: readonly Role[]): boolean => roles.some((role) => WRITES_DOWN.has(role))
/** Who decides what people ask to have removed, and sees it for that. */
export const reviews = (roles: readonly Role[]): boolean => roles.some((role) => REVIEWS.has(role))
