/** How values are written in a playlist (draft-pantos-hls-rfc8216bis-17, 4.2). */

/** A quoted string. What it holds is our own; a character it cannot hold is a defect. */
export function quoted(text: string): string {
  if (!/^[\x20\x21\x23-\x7e]*$/.test(text)) throw new RangeError('a playlist cannot hold this text')
  return `"${text}"`
}

/** ISO 8601 in UTC with milliseconds. */
export function wallText(wall: number): string {
  return new Date(Math.round(wall)).toISOString()
}
