/** What of a media element can be sent: Firefox names it otherwise, Safari has it not. */
type Capturable = HTMLVideoElement & { captureStream?(): MediaStream; mozCaptureStream?(): MediaStream }

const DRAWN_FRAMES_A_SECOND = 30

/** A media file that plays into the class. */
export type MediaFile = {
  /** Shows and steers it in the studio; its sound goes into the mix. */
  readonly element: HTMLVideoElement
  readonly track: MediaStreamTrack
  close(): void
}

/**
 * Opens a file of this machine. Rejects with `DOMException` (`NotSupportedError`) when the browser
 * cannot play it. It stands at its start; the element's own `play` begins it.
 */
export async function openMediaFile(file: Blob): Promise<MediaFile> {
  const element: Capturable = document.createElement('video')
  const address = URL.createObjectURL(file)
  element.src = address
  element.playsInline = true
  try {
    await new Promise<void>((resolve, reject) => {
      element.onloadeddata = () => resolve()
      element.onerror = () => reject(new DOMException(element.error?.message ?? '', 'NotSupportedError'))
    })
  } catch (error) {
    URL.revokeObjectURL(address)
    throw error
  }
  const drawn = element.captureStream || element.mozCaptureStream ? undefined : draw(element)
  const stream = element.captureStream?.() ?? element.mozCaptureStream?.() ?? drawn?.stream
  const track = stream?.getVideoTracks()[0]
  const close = (): void => {
    drawn?.stop()
    track?.stop()
    element.pause()
    element.removeAttribute('src')
    URL.revokeObjectURL(address)
  }
  if (!track) {
    close()
    throw new DOMException('no picture', 'NotSupportedError')
  }
  return { element, track, close }
}

/** Frame by frame over a canvas, for browsers that give no stream of an element. */
function draw(element: HTMLVideoElement): { readonly stream: MediaStream; stop(): void } {
  const canvas = document.createElement('canvas')
  canvas.width = element.videoWidth
  canvas.height = element.videoHeight
  const context = canvas.getContext('2d')
  let isOver = false
  const next = (): void => {
    if (isOver) return
    context?.drawImage(element, 0, 0, canvas.width, canvas.height)
    requestAnimationFrame(next)
  }
  next()
  return { stream: canvas.captureStream(DRAWN_FRAMES_A_SECOND), stop: () => { isOver = true } }
}
