using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

/// <summary>Frames of a live stream, ten a second by their own clock, which moves a tenth of a second with each whatever the real one does.</summary>
internal sealed class FrameFeed(OutletWatch watch, int width = 160, int height = 120) : IDisposable
{
    public const byte AnnotatedLuma = 180;
    public const byte OriginalLuma = 60;

    public static readonly DateTimeOffset Start = new(2026, 1, 31, 10, 15, 0, 123, TimeSpan.Zero);

    private readonly LiveFramePool _pool = new();
    private FrameAllocator _frames = new(width, height, PixelFormat.Yuv420P, new Rational(1, 10), ColorTags.Bt709);
    private (int Width, int Height) _size = (width, height);
    private readonly Random _random = new(7);

    /// <summary>Frames offered so far.</summary>
    public long Offered { get; private set; }

    /// <summary>Whether each frame is noise, which makes large packets, rather than a plain picture.</summary>
    public bool IsNoise { get; set; }

    /// <summary>From now on frames have another size.</summary>
    public void Resize(int newWidth, int newHeight)
    {
        _frames.Dispose();
        _size = (newWidth, newHeight);
        _frames = new FrameAllocator(newWidth, newHeight, PixelFormat.Yuv420P, new Rational(1, 10), ColorTags.Bt709);
    }

    /// <summary>Offers frames, each once the one before has come to its end.</summary>
    public async Task OfferAsync(LiveOutlet outlet, int count)
    {
        for (int i = 0; i < count; i++)
        {
            LiveOutletStatus status = outlet.Status;
            long ended = status.Delivered + status.Dropped;
            Offer(outlet);
            await watch.UntilAsync(() => outlet.Status.Delivered + outlet.Status.Dropped > ended);
        }
    }

    /// <summary>Offers frames to a rendition, each once an outlet that takes it has delivered the one before.</summary>
    public async Task OfferAsync(EncodedRendition rendition, int count, PacketOutlet outlet)
    {
        for (int i = 0; i < count; i++)
        {
            long delivered = outlet.Delivered;
            Offer(rendition);
            await watch.UntilAsync(() => outlet.Delivered > delivered);
        }
    }

    /// <summary>Offers frames, a hundred a second at most, until something is so.</summary>
    public async Task OfferUntilAsync(LiveOutlet outlet, Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!isSo())
        {
            await OfferAsync(outlet, 1);
            await clock.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Offers a frame.</summary>
    public void Offer(LiveOutlet outlet)
    {
        using LiveFrame frame = _pool.Rent();
        frame.Annotated = Paint(AnnotatedLuma);
        frame.Original = Paint(OriginalLuma);
        frame.IsSlate = false;
        frame.Number = Offered;
        frame.Ticks = Offered * 9000;
        frame.CapturedAt = frame.HandedOverAt = watch.Context.Time.GetTimestamp();
        frame.CapturedUtc = Start.AddMilliseconds(100 * Offered);
        Offered++;
        outlet.Offer(frame);
    }

    public void Dispose()
    {
        _frames.Dispose();
        _pool.Dispose();
    }

    private unsafe VideoFrame Paint(byte luma)
    {
        VideoFrame frame = _frames.Allocate(Offered, 1);
        for (int plane = 0; plane < 3; plane++)
        {
            int rows = plane == 0 ? _size.Height : (_size.Height + 1) / 2;
            var samples = new Span<byte>(frame.Planes.Plane(plane), frame.Planes.Stride(plane) * rows);
            samples.Fill(plane == 0 ? luma : (byte)128);
            if (IsNoise && plane == 0)
            {
                _random.NextBytes(samples);
            }
        }

        return frame;
    }
}
