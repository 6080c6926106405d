using System.Buffers;

namespace VideoSeg.Model.Inference;

/// <summary>
/// The masks of a batch: for each picture a plane of probabilities in [0, 1] for each class but the background, float32, row after row, at the network's size.
/// Owns a pooled buffer until disposed; the spans are invalid afterwards.
/// </summary>
public sealed class Segmentation : IDisposable
{
    // Not the shared pool, which keeps an array for every thread that ever gave one back: half a megabyte for each.
    private static readonly ArrayPool<float> Pool = ArrayPool<float>.Create(maxArrayLength: 1 << 24, maxArraysPerBucket: 64);

    private float[]? _buffer;

    /// <summary>Rents a buffer for <paramref name="count"/> pictures of <paramref name="classes"/> planes.</summary>
    public Segmentation(int count, int classes, int width, int height)
    {
        Count = count;
        Classes = classes;
        Width = width;
        Height = height;
        _buffer = Pool.Rent(count * classes * width * height);
    }

    /// <summary>Number of pictures.</summary>
    public int Count { get; }

    /// <summary>Number of planes for each picture.</summary>
    public int Classes { get; }

    /// <summary>Width of a plane.</summary>
    public int Width { get; }

    /// <summary>Height of a plane.</summary>
    public int Height { get; }

    /// <summary>Time spent in turning the pictures into the network's input, the whole batch.</summary>
    public TimeSpan PreprocessTime { get; set; }

    /// <summary>Time spent in the network, the whole batch.</summary>
    public TimeSpan InferenceTime { get; set; }

    /// <summary>All planes: [picture, class, y, x].</summary>
    public Span<float> Probabilities
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsSpan(0, Count * Classes * Width * Height);
        }
    }

    /// <summary>The plane of class <paramref name="channel"/> of picture <paramref name="index"/>: [y, x].</summary>
    public Span<float> Plane(int index, int channel = 0) =>
        Probabilities.Slice(((index * Classes) + channel) * Width * Height, Width * Height);

    /// <summary>All planes of picture <paramref name="index"/>: [class, y, x].</summary>
    public Span<float> Planes(int index) => Probabilities.Slice(index * Classes * Width * Height, Classes * Width * Height);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            Pool.Return(buffer);
        }
    }
}
