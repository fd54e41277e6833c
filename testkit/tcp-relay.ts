export { startTcpRelay, type LineConditions } from '../src/rehearse/network/tcp-relay.ts'
