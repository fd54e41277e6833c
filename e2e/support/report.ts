/** Puts a figure that a story saw on the terminal; a story judges by generous bounds only. */
export function tell(what: string, seen: string): void {
  process.stdout.write(`  ${what}: ${seen}\n`)
}
