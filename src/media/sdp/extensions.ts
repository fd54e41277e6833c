/** The header extensions we negotiate, by URI. */
export const MID = 'urn:ietf:params:rtp-hdrext:sdes:mid'
export const STREAM_ID = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id'
export const REPAIRED_STREAM_ID = 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id'
export const ABS_SEND_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time'
export const TRANSPORT_SEQUENCE = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01'
