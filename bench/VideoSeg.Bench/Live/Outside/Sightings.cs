using System.Diagnostics;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Bench.Live.Outside;

/// <summary>When each coded frame was first seen at an output. Written by one thread, to be read when that has ended.</summary>
internal sealed class Sightings(int frames)
{
    private readonly long[] _seenAt = new long[frames];

    /// <summary>Pictures without a readable number; slates are among them.</summary>
    public int Unread { get; private set; }

    /// <summary>A picture is there now.</summary>
    public void See(in ImagePlanes picture) => See(FrameCode.Read(picture), Stopwatch.GetTimestamp());

    /// <summary>A number, or none, was seen at a time stamp of <see cref="Stopwatch"/>.</summary>
    public void See(int? number, long at)
    {
        if (number is not { } seen || seen >= _seenAt.Length)
        {
            Unread++;
        }
        else if (_seenAt[seen] == 0)
        {
            _seenAt[seen] = at;
        }
    }

    /// <summary>When a frame was seen; 0 where it was not.</summary>
    public long SeenAt(int frame) => _seenAt[frame];
}
