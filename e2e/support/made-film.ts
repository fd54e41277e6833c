import type { Page } from 'playwright-core'

/** A film that a teacher might have on the laptop. */
export type Film = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

/** Draws and sings a short film in a page and records it, so that no media file has to be kept. */
export async function makeFilm(page: Page, frames: number): Promise<Film> {
  const base64 = await page.evaluate(recordFilm, frames)
  return { name: 'film.webm', mimeType: 'video/webm', buffer: Buffer.from(base64, 'base64') }
}

/** Runs in a page. */
async function recordFilm(frames: number): Promise<string> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 })
  const brush = canvas.getContext('2d')
  const audio = new AudioContext()
  const [tone, ear] = [audio.createOscillator(), audio.createMediaStreamDestination()]
  tone.connect(ear)
  tone.start()
  const stream = new MediaStream([...canvas.captureStream(30).getVideoTracks(), ...ear.stream.getAudioTracks()])
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm' })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const stopped = new Promise((resolve) => { recorder.addEventListener('stop', resolve) })
  recorder.start()
  for (let frame = 0; frame < frames; frame++) {
    if (brush !== null) {
      brush.fillStyle = `hsl(${frame * 4} 60% 50%)`
      brush.fillRect(0, 0, 640, 360)
      brush.fillStyle = 'white'
      brush.fillRect((frame * 9) % 640, 120, 80, 120)
    }
    await new Promise(requestAnimationFrame)
  }
  recorder.stop()
  await stopped
  await audio.close()
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
