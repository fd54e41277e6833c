/** What a use of `Storage` gives; undefined where the browser forbids storing (private windows, blocked site data) or is out of room. */
export function allowed<T>(use: () => T): T | undefined {
  try {
    return use()
  } catch (error) {
    if (error instanceof DOMException) return undefined
    throw error
  }
}
