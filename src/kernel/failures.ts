/**
 * Three kinds of failure cross the product. `Refused`: the rules say no, the person is told why.
 * `Malformed`: a peer broke a format or protocol; it is logged and disconnected. Anything else is
 * our own defect: a stack in the log, an opaque number for the caller.
 */

/** What a refusal may carry for a client that can act on it. Never personal. */
export type RefusalDetails = Readonly<Record<string, string | number | boolean>>

/** A rule said no. `code` comes from the closed list in a feature's `wire/refusals.ts`. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string
  readonly details: RefusalDetails

  constructor(code: string, details: RefusalDetails = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** Bytes or text from outside did not have the shape they must have. `what` names the format. */
export class Malformed extends Error {
  override readonly name = 'Malformed'

  constructor(what: string, options?: { cause?: unknown }) {
    super(`malformed ${what}`, options)
  }
}
