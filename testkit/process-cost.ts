export { busySeconds, cpuBetween, cpuMoment, processSeconds, residentMegabytes, type CpuMoment, type CpuSpan } from '../src/rehearse/box/process-cost.ts'
