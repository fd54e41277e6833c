"""Plays a WHEP stream with aiortc, decoding all of it, until its standard input closes.

Usage: aiortc_play.py WHEP_URL
Says one JSON object per line: {"answered": status}, {"connection": state}, and for every tenth frame
{"kind": "video", "frames": n, "width": w, "height": h} or {"kind": "audio", "frames": n, "loudest": sample}.
"""
import asyncio
import json
import sys
import urllib.error
import urllib.request

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

EVERY = 10


def say(**fact):
    print(json.dumps(fact), flush=True)


def post(url, offer):
    request = urllib.request.Request(url, data=offer.encode(), headers={"Content-Type": "application/sdp"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def loudest(frame):
    samples = memoryview(bytes(frame.planes[0])).cast("h")
    return max(abs(sample) for sample in samples)


async def count(track):
    frames = 0
    while True:
        try:
            frame = await track.recv()
        except MediaStreamError:
            return
        frames += 1
        if frames % EVERY == 0 and track.kind == "video":
            say(kind="video", frames=frames, width=frame.width, height=frame.height)
        elif frames % EVERY == 0:
            say(kind="audio", frames=frames, loudest=loudest(frame))


async def main(url):
    # Without this aiortc would ask a public STUN server.
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    tasks = []

    @peer.on("connectionstatechange")
    def changed():
        say(connection=peer.connectionState)

    @peer.on("track")
    def heard(track):
        tasks.append(asyncio.create_task(count(track)))

    for kind in ("audio", "video"):
        peer.addTransceiver(kind, direction="recvonly")
    await peer.setLocalDescription(await peer.createOffer())
    status, answer = await asyncio.to_thread(post, url, peer.localDescription.sdp)
    say(answered=status)
    if status == 201:
        await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await asyncio.to_thread(sys.stdin.read)
    await peer.close()


asyncio.run(main(*sys.argv[1:]))
