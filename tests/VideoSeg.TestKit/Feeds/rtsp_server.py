"""An RTSP server of GStreamer's for tests: rtsp_server.py PORT [--clip FILE | --test WIDTHxHEIGHT@FPS] [--user NAME:PASSWORD]

Serves rtsp://127.0.0.1:PORT/live over TCP and UDP: a clip of H.264 in MP4 or MPEG-TS as it is, in its own time, or a test picture that is
encoded as it goes. Writes "ready" once it listens.
"""
import argparse

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402


def launch_line(arguments):
    if arguments.clip:
        demuxer = "tsdemux" if arguments.clip.endswith(".ts") else "qtdemux"
        return f'( filesrc location="{arguments.clip}" ! {demuxer} ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )'
    size, rate = arguments.test.split("@")
    width, height = size.split("x")
    return (
        f"( videotestsrc is-live=true pattern=ball ! video/x-raw,width={width},height={height},framerate={rate}/1 ! "
        "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 bitrate=1000 ! h264parse ! "
        "rtph264pay name=pay0 pt=96 config-interval=-1 )"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port")
    parser.add_argument("--clip")
    parser.add_argument("--test", default="320x240@25")
    parser.add_argument("--user")
    arguments = parser.parse_args()

    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(arguments.port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(launch_line(arguments))
    factory.set_shared(not arguments.clip)
    if arguments.user:
        name, password = arguments.user.split(":")
        auth = GstRtspServer.RTSPAuth()
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(name, password), token)
        server.set_auth(auth)
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory("/live", factory)
    if server.attach(None) == 0:
        raise SystemExit(f"cannot listen on port {arguments.port}")
    print("ready")
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
