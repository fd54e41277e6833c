export { Meter, percentiles, type Percentiles } from '../../src/rehearse/media/meter.ts'
