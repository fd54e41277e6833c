import type { SeatId } from '../../../../kernel/ids.ts'

type Deeds = { hands: number; reps: number; readonly answered: Set<string> }
export type DeedCounts = { readonly hands: number; readonly reps: number; /** Null: not known of these seats. */ readonly answers: number | null }

/** What was done at each seat, as counts. An answer is to one poll or live check, and counts once, however often it is changed or told. */
export class SeatDeeds {
  readonly #seats = new Map<SeatId, Deeds>()
  #answeredBefore = 0

  handRaised(seat: SeatId): void {
    this.#of(seat).hands++
  }

  /** `count` is the seat's own total. */
  repConfirmed(seat: SeatId, count: number): void {
    const deeds = this.#of(seat)
    deeds.reps = Math.max(deeds.reps, count)
  }

  /** `subject`: the poll, or the item of the live check. */
  answered(seat: SeatId, subject: string): void {
    this.#of(seat).answered.add(subject)
  }

  /** Answers that are on record from before this process ran; whose they were is not known any more. */
  answeredBefore(count: number): void {
    this.#answeredBefore = count
  }

  get answers(): number {
    return [...this.#seats.values()].reduce((sum, { answered }) => sum + answered.size, this.#answeredBefore)
  }

  /** Of these seats together. */
  counts(seats: readonly SeatId[]): DeedCounts {
    const all = seats.flatMap((seat) => this.#seats.get(seat) ?? [])
    const sum = (of: (deeds: Deeds) => number): number => all.reduce((total, deeds) => total + of(deeds), 0)
    return {
      hands: sum(({ hands }) => hands),
      reps: sum(({ reps }) => reps),
      answers: this.#answeredBefore > 0 ? null : sum(({ answered }) => answered.size),
    }
  }

  #of(seat: SeatId): Deeds {
    const deeds = this.#seats.get(seat) ?? { hands: 0, reps: 0, answered: new Set<string>() }
    this.#seats.set(seat, deeds)
    return deeds
  }
}
