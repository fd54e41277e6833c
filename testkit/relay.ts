export { mediaPort, startRelay, throughRelay, type Conditions, type Relay } from '../src/rehearse/network/relay.ts'
