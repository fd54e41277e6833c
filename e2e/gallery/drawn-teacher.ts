/** A drawn teacher as a camera stream, for pictures of pages. */
export function drawTeacher(): MediaStream {
  const canvas = document.createElement('canvas')
  canvas.width = 1280
  canvas.height = 720
  const brush = canvas.getContext('2d')
  if (brush === null) throw new Error('no canvas')
  const fill = (colour: string, draw: () => void): void => {
    brush.fillStyle = colour
    brush.beginPath()
    draw()
    brush.fill()
  }
  const paint = (): void => {
    fill('#4c5a57', () => brush.rect(0, 0, 1280, 720))
    fill('#37433f', () => brush.rect(0, 580, 1280, 140))
    fill('#93a9a8', () => brush.rect(120, 90, 260, 340))
    fill('#4c5a57', () => brush.rect(244, 90, 12, 340))
    fill('#4b7a63', () => brush.ellipse(640, 700, 210, 260, 0, 0, 2 * Math.PI))
    brush.strokeStyle = '#4b7a63'
    brush.lineWidth = 68
    brush.lineCap = 'round'
    brush.beginPath()
    brush.moveTo(520, 500)
    brush.quadraticCurveTo(440, 260, 612, 130)
    brush.moveTo(760, 500)
    brush.quadraticCurveTo(840, 260, 668, 130)
    brush.stroke()
    fill('#c8b39a', () => brush.ellipse(640, 116, 36, 36, 0, 0, 2 * Math.PI))
    fill('#3a2c22', () => brush.ellipse(640, 290, 86, 100, 0, 0, 2 * Math.PI))
    fill('#c8b39a', () => brush.ellipse(640, 322, 72, 88, 0, 0, 2 * Math.PI))
    fill('#8f8a62', () => brush.rect(260, 650, 760, 70))
  }
  paint()
  setInterval(paint, 100)
  return canvas.captureStream(10)
}
