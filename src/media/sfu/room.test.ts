import { describe, expect, it } from 'vitest'
import { WANTS_ALL } from '../engine.ts'
import { capturedAudioLine } from '../testing/captured-line.ts'
import { FedSource, OPUS_CHOICE } from '../testing/sources.ts'
import { Publisher } from './publisher.ts'
import { Room } from './room.ts'
import { SendControl } from './send-control.ts'
import { Taps } from './taps.ts'
import { Subscriber } from './subscriber.ts'

const MS = 1000

/** A room whose turns of the loop end when the test says so. */
function turnedRoom(taps = new Taps(() => 0)): { room: Room; defects: string[]; waiting: Array<() => void>; endTurn: () => void } {
  const waiting: Array<() => void> = []
  const defects: string[] = []
  const room = new Room({
    tap: taps.tap('room'), onTapDefect: () => defects.push('the tap'), soon: (work) => waiting.push(work), now: () => 0, onBacklog: () => undefined,
    onDefect: (subscriber) => defects.push(subscriber),
  })
  return { room, defects, waiting, endTurn: () => waiting.splice(0).forEach((work) => work()) }
}

function listener(room: Room, id: string, onServed: () => void = () => undefined): () => number[] {
  const lines = [capturedAudioLine(), capturedAudioLine()]
  const subscriber = new Subscriber({
    id, room: 'room', wants: WANTS_ALL, video: undefined, audio: lines.map(({ line }) => line),
    control: new SendControl(false), onServed, onPlayable: () => undefined, onRung: () => undefined, onBroken: () => undefined,
  })
  subscriber.onConnected()
  room.subscribers.set(id, subscriber)
  // Which source a packet came from is in its payload.
  return () => lines.flatMap(({ capture }) => capture.rtp.map((packet) => packet.payload[1] ?? 0))
}

function speaker(room: Room, id: string, ssrc: number): (sequence: number) => void {
  const fed = new FedSource(ssrc, OPUS_CHOICE)
  const publisher = new Publisher(id, 'room', [], 1, {
    send: () => undefined, onMedia: () => undefined, onSources: () => undefined, onFlow: () => undefined, onBroken: () => undefined,
  })
  room.publishers.set(id, publisher)
  return (sequence) => {
    const packet = fed.feed(sequence, sequence * 20 * MS)
    if (packet) room.onMedia(publisher, fed.source, packet)
  }
}

describe('a room', () => {
  it('delivers what one turn brought at its end, to each subscriber, once', () => {
    const { room, waiting, endTurn } = turnedRoom()
    const [first, second] = [listener(room, 'first'), listener(room, 'second')]
    const speak = speaker(room, 'teacher', 7)
    room.setProgramme('teacher', 0)
    for (const sequence of [1, 2, 3]) speak(sequence)
    expect(waiting).toHaveLength(1)
    expect(first()).toEqual([])
    endTurn()
    expect([first(), second()]).toEqual([[7, 7, 7], [7, 7, 7]])
    speak(4)
    endTurn()
    expect([first(), second()]).toEqual([[7, 7, 7, 7], [7, 7, 7, 7]])
  })

  it('sends a voice on the line it was given beside the programme, and nobody else', () => {
    const { room, endTurn } = turnedRoom()
    const heard = listener(room, 'learner')
    const [teacher, learner, other] = [speaker(room, 'teacher', 7), speaker(room, 'voice', 8), speaker(room, 'other', 9)]
    room.setProgramme('teacher', 0)
    room.setVoice(0, 'voice')
    for (const speak of [other, learner, teacher]) speak(1)
    endTurn()
    expect(heard()).toEqual([7, 8])
  })

  it('serves the others when it fails at one subscriber, and says at which', () => {
    const { room, defects, endTurn } = turnedRoom()
    listener(room, 'bad', () => { throw new Error('a defect at the first packet') })
    const good = listener(room, 'good')
    room.setProgramme('teacher', 0)
    speaker(room, 'teacher', 7)(1)
    endTurn()
    expect(defects).toEqual(['bad'])
    expect(good()).toEqual([7])
  })

  it('forwards and keeps its publisher when the recorder\'s line fails, says so once a second, and records again afterwards', () => {
    const taps = new Taps(() => 0)
    const { room, defects, endTurn } = turnedRoom(taps)
    const posted: string[] = []
    let isBroken = true
    taps.connect({
      postMessage: ({ type }: { type: string }) => {
        if (isBroken) throw new Error('a defect of the tap')
        posted.push(type)
      },
      on: () => undefined as never, close: () => undefined,
    })
    const heard = listener(room, 'learner')
    const speak = speaker(room, 'teacher', 7)
    room.setProgramme('teacher', 0)
    room.setTap('teacher')
    for (const sequence of [1, 2, 3]) speak(sequence)
    endTurn()
    expect([heard(), defects, room.publishers.has('teacher')]).toEqual([[7, 7, 7], ['the tap'], true])

    isBroken = false
    for (const sequence of [49, 60, 61]) speak(sequence)
    room.onTick(1_300 * MS)
    endTurn()
    expect(defects).toEqual(['the tap'])
    expect(posted).toEqual(['stream', 'packets'])
  })

  it('serves the others when it fails between packets at one of them', () => {
    const { room, defects } = turnedRoom()
    const ticked: string[] = []
    const bad = { id: 'bad', layers: [], onTick: () => { throw new Error('a defect in a tick') }, onSecond: () => undefined }
    const good = { id: 'good', layers: [], onTick: () => ticked.push('good'), onSecond: () => undefined }
    for (const one of [bad, good]) room.publishers.set(one.id, one as never)
    room.onTick(0)
    expect([defects, ticked]).toEqual([['bad'], ['good']])
  })
})
