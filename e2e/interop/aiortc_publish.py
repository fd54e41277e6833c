"""Publishes a test picture and a tone over WHIP with aiortc, until its standard input closes.

Usage: aiortc_publish.py WHIP_URL [TOKEN]
Says one JSON object per line: {"answered": status}, {"connection": state}.
"""
import asyncio
import json
import sys
import urllib.error
import urllib.request
from fractions import Fraction

import av
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription, VideoStreamTrack

AUDIO_RATE = 48000
AUDIO_SAMPLES = 960


class Bars(VideoStreamTrack):
    """A picture that changes with every frame; the base class paces it at 30 frames a second."""

    def __init__(self):
        super().__init__()
        self.count = 0

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        frame = av.VideoFrame(640, 360, "yuv420p")
        self.count += 1
        for plane, level in zip(frame.planes, ((self.count * 3) % 220 + 16, 100, 160)):
            plane.update(bytes([level]) * plane.buffer_size)
        frame.pts, frame.time_base = pts, time_base
        return frame


class Tone(MediaStreamTrack):
    """A square wave of 500 Hz in packets of 20 ms."""

    kind = "audio"

    def __init__(self):
        super().__init__()
        self.sent = 0
        self.started = None

    async def recv(self):
        loop = asyncio.get_running_loop()
        if self.started is None:
            self.started = loop.time()
        await asyncio.sleep(max(0, self.started + self.sent / AUDIO_RATE - loop.time()))
        frame = av.AudioFrame(format="s16", layout="mono", samples=AUDIO_SAMPLES)
        period = int(AUDIO_RATE / 500)
        wave = b"".join((4000 if (i % period) * 2 < period else -4000).to_bytes(2, "little", signed=True) for i in range(AUDIO_SAMPLES))
        frame.planes[0].update(wave)
        frame.pts, frame.time_base, frame.sample_rate = self.sent, Fraction(1, AUDIO_RATE), AUDIO_RATE
        self.sent += AUDIO_SAMPLES
        return frame


def say(**fact):
    print(json.dumps(fact), flush=True)


def post(url, token, offer):
    request = urllib.request.Request(url, data=offer.encode(), headers={"Content-Type": "application/sdp"})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


async def main(url, token=None):
    # Without this aiortc would ask a public STUN server.
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    for track in (Tone(), Bars()):
        peer.addTransceiver(track, direction="sendonly")

    @peer.on("connectionstatechange")
    def changed():
        say(connection=peer.connectionState)

    await peer.setLocalDescription(await peer.createOffer())
    status, answer = await asyncio.to_thread(post, url, token, peer.localDescription.sdp)
    say(answered=status)
    if status == 201:
        await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await asyncio.to_thread(sys.stdin.read)
    await peer.close()


asyncio.run(main(*sys.argv[1:]))
