/** Gives the person a file, as a download does; nothing leaves the page. `type`: its media type; the text is UTF-8. */
export function saveFile(name: string, type: string, text: string): void {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }))
}

export function saveBlob(name: string, file: Blob): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // When the browser reads the address is its own affair: after this turn, on a busy machine later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
