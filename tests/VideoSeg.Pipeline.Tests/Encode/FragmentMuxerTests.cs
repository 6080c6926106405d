using System.Buffers.Binary;
using System.Text;
using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class FragmentMuxerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fragments_OfEachPacket_ComeAtOnceAndPlayOneAfterTheOther()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions());
        using FragmentMuxer muxer = FragmentMuxer.Create(clip.Format);
        Assert.Equal(["ftyp", "moov"], Boxes(muxer.InitSegment.AsSpan()));
        Assert.Equal($"video/mp4; codecs=\"{clip.Format.CodecString}\"", muxer.MimeType);
        using var file = new MemoryStream();
        file.Write(muxer.InitSegment.AsSpan());
        foreach (MediaPacket packet in clip.Packets)
        {
            Assert.True(muxer.Send(packet));
            Assert.True(muxer.TryReceive(out MediaPacket? fragment));
            using (fragment)
            {
                Assert.Equal(["moof", "mdat"], Boxes(fragment.Data));
                Assert.Equal((packet.PresentationTime, packet.Duration, packet.IsKey), (fragment.PresentationTime, fragment.Duration, fragment.IsKey));
                file.Write(fragment.Data);
            }

            Assert.False(muxer.TryReceive(out _));
        }

        AssertPlays(file, clip, from: 0, Enumerable.Range(0, 45).Select(i => i * 9000L));
    }

    [Fact]
    public void Fragments_OfFramesThatComeUnevenly_KeepTheirTimes()
    {
        long[] times = [.. Enumerable.Range(0, 45).Select(i => (i * 100L) + (i % 3 * 17) + (i > 30 ? 5000 : 0))];
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions(), timeOf: index => times[index]);
        using FragmentMuxer muxer = FragmentMuxer.Create(clip.Format);
        AssertPlays(Mux(muxer, clip, 0, out _), clip, from: 0, times.Select(time => time * 90));
    }

    [Fact]
    public void Fragments_FromALaterPacketOn_BeginWithAKeyPictureAtZero()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions());
        using FragmentMuxer muxer = FragmentMuxer.Create(clip.Format);
        Assert.False(muxer.Send(clip.Packets[7]));
        AssertPlays(Mux(muxer, clip, 8, out _), clip, from: 20, Enumerable.Range(0, 25).Select(i => i * 9000L));
    }

    [Fact]
    public void Fragments_OfALeastLength_HoldSeveralPacketsAndBeginAtKeyPictures()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions());
        using FragmentMuxer muxer = FragmentMuxer.Create(clip.Format, TimeSpan.FromMilliseconds(300));
        MemoryStream file = Mux(muxer, clip, 0, out List<(long Time, long Duration, bool IsKey)> fragments);
        Assert.Equal((0, 27000, true), fragments[0]);

        // Six fragments of three packets, then the two that are left before the key picture at two seconds.
        Assert.Equal((162_000, 18000, false), fragments[6]);
        Assert.Equal((180_000, 27000, true), fragments[7]);
        Assert.Equal(3, fragments.Count(fragment => fragment.IsKey));
        file.Position = 0;
        AssertPlays(file, clip, from: 0, Enumerable.Range(0, 45).Select(i => i * 9000L).Take((int)(fragments.Sum(fragment => fragment.Duration) / 9000)));
    }

    [Fact]
    public void Create_ForWhatMp4CannotHold_SaysSo()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 2), new VideoEncoderOptions { Codec = "ffv1" });
        var fault = Assert.Throws<VideoSegException>(() => FragmentMuxer.Create(clip.Format));
        Assert.Contains("the container mp4 cannot hold ffv1 video", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Muxing_OnceWarm_AllocatesNothing()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder), new VideoEncoderOptions());
        using FragmentMuxer muxer = FragmentMuxer.Create(clip.Format);
        Step(0, 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step(20, 45);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step(int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                muxer.Send(clip.Packets[i]);
                while (muxer.TryReceive(out MediaPacket? fragment))
                {
                    fragment.Dispose();
                }
            }
        }
    }

    private static MemoryStream Mux(FragmentMuxer muxer, EncodedClip clip, int from, out List<(long Time, long Duration, bool IsKey)> fragments)
    {
        var file = new MemoryStream();
        file.Write(muxer.InitSegment.AsSpan());
        fragments = [];
        foreach (MediaPacket packet in clip.Packets.Skip(from))
        {
            muxer.Send(packet);
            while (muxer.TryReceive(out MediaPacket? fragment))
            {
                file.Write(fragment.Data);
                fragments.Add((fragment.PresentationTime!.Value, fragment.Duration, fragment.IsKey));
                fragment.Dispose();
            }
        }

        return file;
    }

    private void AssertPlays(MemoryStream file, EncodedClip clip, int from, IEnumerable<long> times)
    {
        string path = _folder.File("stream.mp4");
        File.WriteAllBytes(path, file.ToArray());
        File.WriteAllBytes(_folder.File("raw.h264"), clip.Stream(from));
        long[] expected = [.. times];
        Assert.Equal(expected, Ffmpeg.FrameTimes(path));
        Assert.Equal(Ffmpeg.FrameHashes(_folder.File("raw.h264")).Take(expected.Length), Ffmpeg.FrameHashes(path));
    }

    private static List<string> Boxes(ReadOnlySpan<byte> data)
    {
        List<string> boxes = [];
        while (!data.IsEmpty)
        {
            boxes.Add(Encoding.ASCII.GetString(data.Slice(4, 4)));
            data = data[(int)BinaryPrimitives.ReadUInt32BigEndian(data)..];
        }

        return boxes;
    }
}
