using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

/// <summary>Takes what is bright for a polyp, and can be told to misbehave.</summary>
internal sealed class TestNetwork : ISegmenter
{
    private readonly int _cells;
    private int _calls;
    private int _inside;

    public TestNetwork(int cells = 88, int lanes = 1, string device = "cpu", int maxBatch = 1)
    {
        _cells = cells;
        Info = new SegmenterInfo("test", "f32", device, "test", cells, cells, ["polyp"], maxBatch) { Lanes = lanes };
    }

    public SegmenterInfo Info { get; }

    /// <summary>Called on the calling thread with the number of the call, from 0 (the warm-up), and its pictures' count; may throw or block.</summary>
    public Action<int, int> OnCall { get; set; } = (_, _) => { };

    /// <summary>Changes what comes out.</summary>
    public Func<int, Segmentation, Segmentation> OnResult { get; set; } = (_, masks) => masks;

    /// <summary>Calls so far, the warm-up among them.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Most calls at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Counts of pictures of the calls.</summary>
    public List<int> Batches { get; } = [];

    public bool IsDisposed { get; private set; }

    public ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken)
    {
        Assert.False(IsDisposed);
        int call = Interlocked.Increment(ref _calls) - 1;
        lock (Batches)
        {
            Batches.Add(pictures.Length);
            MostAtOnce = Math.Max(MostAtOnce, ++_inside);
        }

        try
        {
            OnCall(call, pictures.Length);
            return ValueTask.FromResult(OnResult(call, Segment(pictures.Span)));
        }
        finally
        {
            lock (Batches)
            {
                _inside--;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private Segmentation Segment(ReadOnlySpan<ImagePlanes> pictures)
    {
        var converter = new InputConverter(_cells, _cells);
        float[] input = new float[converter.Length];
        var result = new Segmentation(pictures.Length, 1, _cells, _cells) { PreprocessTime = TimeSpan.FromMilliseconds(1), InferenceTime = TimeSpan.FromMilliseconds(2) };
        for (int i = 0; i < pictures.Length; i++)
        {
            converter.Convert(pictures[i], input);
            Span<float> plane = result.Plane(i);
            for (int cell = 0; cell < plane.Length; cell++)
            {
                plane[cell] = (input[cell] + input[plane.Length + cell] + input[(2 * plane.Length) + cell]) / 3;
            }
        }

        return result;
    }
}
