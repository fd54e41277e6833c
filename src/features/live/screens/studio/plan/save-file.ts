/** Gives the person a file, as a download does. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has its own hold on the bytes once the click is through.
  setTimeout(() => URL.revokeObjectURL(address), 0)
}
