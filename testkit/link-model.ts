export { CLEAN_LINK, LinkModel, type BurstLoss, type LinkConditions, type LinkCounts, UDP_OVERHEAD_BYTES } from '../src/rehearse/network/link-model.ts'
