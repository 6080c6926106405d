using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Tests.Monitor;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

/// <summary>Live frames of one colour, for outlets.</summary>
internal sealed class LiveFeed(LiveContext context, int width = 320, int height = 180) : IDisposable
{
    private readonly LiveFramePool _pool = new();
    private long _number;

    /// <summary>Frames offered so far.</summary>
    public long Offered => _number;

    /// <summary>Offers a frame of a colour; <paramref name="original"/> is that of its picture without marks, null for a slate.</summary>
    public void Offer(LiveOutlet outlet, (byte, byte, byte) color, (byte, byte, byte)? original = null)
    {
        using LiveFrame frame = Make(color, original);
        outlet.Offer(frame);
    }

    /// <summary>Offers frames, a hundred a second, until something is so.</summary>
    public async Task OfferUntilAsync(LiveOutlet outlet, (byte, byte, byte) color, Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!isSo())
        {
            Offer(outlet, color);
            await clock.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>A frame, owned by the caller.</summary>
    public LiveFrame Make((byte, byte, byte) color, (byte, byte, byte)? original = null)
    {
        LiveFrame frame = _pool.Rent();
        frame.Annotated = ColorPicture.Make(width, height, PixelFormat.Yuv420P, ColorTags.Bt709, (_, _) => color);
        frame.Original = original is { } plain ? ColorPicture.Make(width, height, PixelFormat.Yuv420P, ColorTags.Bt709, (_, _) => plain) : null;
        frame.IsSlate = original is null;
        frame.Number = _number++;
        frame.CapturedAt = frame.HandedOverAt = context.Time.GetTimestamp();
        frame.CapturedUtc = context.Time.GetUtcNow();
        return frame;
    }

    public void Dispose() => _pool.Dispose();
}
