namespace VideoSeg.Model.Inputs;

/// <summary>
/// A picture where it lies: plane pointers, strides, size and the meaning of the samples. It owns nothing; whoever hands
/// one over keeps the memory alive and unchanged until the call (or the task) that took it has ended.
/// </summary>
public readonly unsafe struct ImagePlanes
{
    /// <summary>First byte of each plane; unused planes are null.</summary>
    public byte* Plane0 { get; init; }

    /// <inheritdoc cref="Plane0"/>
    public byte* Plane1 { get; init; }

    /// <inheritdoc cref="Plane0"/>
    public byte* Plane2 { get; init; }

    /// <inheritdoc cref="Plane0"/>
    public byte* Plane3 { get; init; }

    /// <summary>Distance between rows of each plane, in bytes; may be negative (bottom-up pictures).</summary>
    public int Stride0 { get; init; }

    /// <inheritdoc cref="Stride0"/>
    public int Stride1 { get; init; }

    /// <inheritdoc cref="Stride0"/>
    public int Stride2 { get; init; }

    /// <inheritdoc cref="Stride0"/>
    public int Stride3 { get; init; }

    /// <summary>Width in pixels, at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Layout of the samples.</summary>
    public required PixelFormat Format { get; init; }

    /// <summary>YUV to RGB matrix; ignored for RGB and gray. Default BT.601.</summary>
    public ColorMatrix Matrix { get; init; }

    /// <summary>Range of the samples; RGB is always full. Default limited.</summary>
    public ColorRange Range { get; init; }

    /// <summary>Where the pointers point. Default host memory.</summary>
    public MemoryKind Memory { get; init; }

    /// <summary>The part to look at (a field of view); null for the whole picture.</summary>
    public PixelRegion? Region { get; init; }

    /// <summary>First byte of plane <paramref name="index"/>, 0 to 3.</summary>
    public byte* Plane(int index) => index switch { 0 => Plane0, 1 => Plane1, 2 => Plane2, _ => Plane3 };

    /// <summary>Row distance of plane <paramref name="index"/> in bytes, 0 to 3.</summary>
    public int Stride(int index) => index switch { 0 => Stride0, 1 => Stride1, 2 => Stride2, _ => Stride3 };
}
