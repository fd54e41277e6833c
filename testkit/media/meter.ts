export { Meter, percentiles, StreamCounter, type Percentiles } from '../../src/rehearse/media/meter.ts'
