export { cpuBetween, cpuMoment, residentMegabytes } from '../src/rehearse/box/process-cost.ts'
