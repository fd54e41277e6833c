import type { ClassId } from '../../../../kernel/ids.ts'
import type { RecordingLamp } from '../../wire/words.ts'
import type { Connection } from './connection.ts'
import type { Room } from './room.ts'

/** How each class's recording stands, as the core last said; for the studios. */
export class RecordingBoard {
  readonly #recordings = new Map<ClassId, RecordingLamp>()

  set(classId: ClassId, recording: RecordingLamp, room: Room | undefined): void {
    this.#recordings.set(classId, recording)
    room?.audience.tellStudios({ type: 'recording', recording })
  }

  /** A studio that just entered. */
  tell(connection: Connection, classId: ClassId): void {
    const recording = this.#recordings.get(classId)
    if (recording) connection.say({ type: 'recording', recording })
  }

  forget(classId: ClassId): void {
    this.#recordings.delete(classId)
  }
}
