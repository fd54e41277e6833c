/** Whether these ASCII letters stand at a place, as most formats of files name their parts. False beyond either end. */
export function has(view: DataView, at: number, letters: string): boolean {
  if (at < 0 || at + letters.length > view.byteLength) return false
  for (let place = 0; place < letters.length; place++) if (view.getUint8(at + place) !== letters.charCodeAt(place)) return false
  return true
}
