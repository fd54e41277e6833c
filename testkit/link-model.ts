export { CLEAN_LINK, LinkModel, type LinkConditions, type LinkCounts } from '../src/rehearse/network/link-model.ts'
