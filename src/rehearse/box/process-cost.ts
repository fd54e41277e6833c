import { readFileSync } from 'node:fs'

/** Linux reports CPU time in ticks of a hundredth of a second, whatever the kernel's own grain. */
const TICKS_PER_SECOND = 100

export type CpuMoment = { readonly ownSeconds: number; readonly busySeconds: number; readonly atMs: number }

/** CPU time that a process (all its threads) and the whole machine have used so far. Linux only. */
export function cpuMoment(pid: number): CpuMoment {
  return { ownSeconds: processSeconds(readFileSync(`/proc/${pid}/stat`, 'utf8')), busySeconds: busySeconds(readFileSync('/proc/stat', 'utf8')), atMs: performance.now() }
}

export type CpuSpan = {
  /** CPU seconds of the process per second; 1 is one whole core. */
  readonly cores: number
  readonly cpuSeconds: number
  /** Busy share of the whole machine, 0 to 1. */
  readonly busy: number
}

export function cpuBetween(from: CpuMoment, to: CpuMoment, machineCores: number): CpuSpan {
  const seconds = (to.atMs - from.atMs) / 1000
  const cpuSeconds = to.ownSeconds - from.ownSeconds
  return { cpuSeconds, cores: cpuSeconds / seconds, busy: (to.busySeconds - from.busySeconds) / seconds / machineCores }
}

/** Resident memory in MB (10^6 bytes). */
export function residentMegabytes(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  if (kibibytes === undefined) throw new Error(`process ${pid} has no resident memory`)
  return (Number(kibibytes) * 1024) / 1e6
}

/** utime and stime, fields 14 and 15 of proc_pid_stat(5). The name before them may hold anything. */
export function processSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** The first line of proc_stat(5) without idle and iowait; guest time is part of user time already. */
export function busySeconds(stat: string): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (stat.split('\n', 1)[0] ?? '').split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND
}
