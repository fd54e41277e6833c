/** A picture that moves by itself, as a camera's would. */
export type DrawnTeacher = { readonly track: MediaStreamTrack; stop(): void }

const SIZE = { width: 640, height: 360 } as const
/** Drawn larger than thought, so that its smallest layer is still a picture. */
const SCALE = 1.5
const FRAMES_A_SECOND = 15
/** Both arms up and down once; as the teacher's words say, slowly. */
const LIFT_SECONDS = 6
const COLOURS = { wall: '#46534f', floor: '#333f3b', window: '#8fa6a4', shelf: '#6f7452', cloth: '#4b7a63', skin: '#c9b49b', hair: '#38291f', desk: '#8d8860', dark: '#242b28', leaf: '#79a283' } as const

/**
 * Draws the sample class's teacher: at a desk, breathing, lifting both arms. Drawn frame by frame and
 * sent as a camera's picture is, so that everything behind it is the real thing.
 */
export function drawTeacher(): DrawnTeacher {
  const canvas = Object.assign(document.createElement('canvas'), { width: SIZE.width * SCALE, height: SIZE.height * SCALE })
  const brush = canvas.getContext('2d')
  if (brush === null) throw new TypeError('a browser without a canvas')
  brush.scale(SCALE, SCALE)
  const began = performance.now()
  const draw = (): void => drawRoom(brush, () => drawPerson(brush, (performance.now() - began) / 1000))
  draw()
  // A timer rather than the screen's frames: the class goes on while this page is not looked at.
  const timer = setInterval(draw, 1000 / FRAMES_A_SECOND)
  const [track] = canvas.captureStream(FRAMES_A_SECOND).getVideoTracks()
  if (track === undefined) throw new TypeError('a canvas without a picture')
  return {
    track,
    stop: () => {
      clearInterval(timer)
      track.stop()
    },
  }
}

type Brush = CanvasRenderingContext2D

function fill(brush: Brush, colour: string, path: () => void): void {
  brush.fillStyle = colour
  brush.beginPath()
  path()
  brush.fill()
}

function drawRoom(brush: Brush, person: () => void): void {
  const box = (colour: string, x: number, y: number, width: number, height: number): void => fill(brush, colour, () => brush.rect(x, y, width, height))
  box(COLOURS.wall, 0, 0, SIZE.width, SIZE.height)
  box(COLOURS.floor, 0, 286, SIZE.width, 74)
  box(COLOURS.window, 58, 44, 132, 176)
  box(COLOURS.wall, 120, 44, 8, 176)
  box(COLOURS.wall, 58, 128, 132, 7)
  box(COLOURS.shelf, 470, 96, 112, 7)
  for (const [x, y, width] of [[484, 62, 14], [501, 54, 11], [515, 70, 17]] as const) box(COLOURS.cloth, x, y, width, 96 - y)
  fill(brush, COLOURS.leaf, () => brush.ellipse(560, 74, 8, 23, 0.15, 0, 2 * Math.PI))
  person()
  box(COLOURS.desk, 120, 322, 400, 38)
  fill(brush, COLOURS.dark, () => {
    brush.moveTo(146, 322)
    brush.lineTo(222, 322)
    brush.lineTo(210, 282)
    brush.lineTo(154, 282)
  })
}

/** `lift`: 0 arms down, 1 hands together above the head; eased, since people do not start at once. */
function drawPerson(brush: Brush, seconds: number): void {
  const lift = (1 - Math.cos((seconds / LIFT_SECONDS) * 2 * Math.PI)) / 2
  const breath = 3 * lift
  const skin = (x: number, y: number, wide: number, high: number): void => fill(brush, COLOURS.skin, () => brush.ellipse(x, y, wide, high, 0, 0, 2 * Math.PI))
  fill(brush, COLOURS.cloth, () => {
    brush.moveTo(236, 360)
    brush.bezierCurveTo(238, 268, 256, 212 - breath, 320, 210 - breath)
    brush.bezierCurveTo(384, 212 - breath, 402, 268, 404, 360)
  })
  for (const side of [-1, 1]) {
    const shoulder = { x: 320 + side * 58, y: 248 - breath }
    const hand = { x: 320 + side * (104 - 88 * lift), y: 338 - 282 * lift }
    const elbow = { x: 320 + side * (112 + 34 * Math.sin(lift * Math.PI)), y: 300 - 150 * lift }
    brush.strokeStyle = COLOURS.cloth
    brush.lineWidth = 34
    brush.lineCap = 'round'
    brush.beginPath()
    brush.moveTo(shoulder.x, shoulder.y)
    brush.quadraticCurveTo(elbow.x, elbow.y, hand.x, hand.y)
    brush.stroke()
    skin(hand.x, hand.y - 8, 17, 17)
  }
  fill(brush, COLOURS.skin, () => brush.roundRect?.(303, 188 - breath, 34, 44, 14))
  fill(brush, COLOURS.hair, () => brush.ellipse(320, 140 - breath, 45, 52, 0, 0, 2 * Math.PI))
  skin(320, 156 - breath, 37, 45)
  fill(brush, COLOURS.hair, () => brush.ellipse(320, 120 - breath, 40, 20, 0, Math.PI, 2 * Math.PI))
  drawFace(brush, 156 - breath, seconds)
}

/** Eyes that blink now and then, and a mouth that speaks. */
function drawFace(brush: Brush, y: number, seconds: number): void {
  const blinks = seconds % 3.7 < 0.14
  for (const x of [306, 334]) fill(brush, COLOURS.dark, () => brush.ellipse(x, y - 4, 3.4, blinks ? 0.6 : 4, 0, 0, 2 * Math.PI))
  const open = 1.5 + 3 * Math.abs(Math.sin(seconds * 7) * Math.sin(seconds * 2.3))
  fill(brush, '#8a4f46', () => brush.ellipse(320, y + 21, 9, open, 0, 0, 2 * Math.PI))
}
