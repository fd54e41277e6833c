/** Sets the local description and waits until it holds every candidate. */
export async function gathered(peer: RTCPeerConnection, description: RTCSessionDescriptionInit): Promise<string> {
  const complete = new Promise<void>((resolve) => {
    peer.addEventListener('icegatheringstatechange', () => { if (peer.iceGatheringState === 'complete') resolve() })
  })
  await peer.setLocalDescription(description)
  await complete
  return peer.localDescription?.sdp ?? ''
}

export function preferH264(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? []
  const isH264 = (codec: { mimeType: string }): boolean => codec.mimeType === 'video/H264'
  transceiver.setCodecPreferences([...codecs.filter(isH264), ...codecs.filter((codec) => !isH264(codec))])
}
