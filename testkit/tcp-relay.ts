export { startTcpRelay, type LineConditions, type TcpRelay } from '../src/rehearse/network/tcp-relay.ts'
