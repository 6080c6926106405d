namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>Room for a value in the arena, whose place is planned once all steps are known.</summary>
internal sealed class Slot(string name, NumberType type, int height, int width, int channels, int maps = 1)
{
    /// <summary>Name of the node whose value it holds.</summary>
    public string Name { get; } = name;

    public NumberType Type { get; } = type;

    public int Height { get; } = height;

    public int Width { get; } = width;

    public int Channels { get; } = channels;

    /// <summary>Maps of this size, one after the other: 4 for the phases of an upsampled convolution, else 1.</summary>
    public int Maps { get; } = maps;

    /// <summary>Channels that lie together: all of them where they are last, the default, else a divisor of them.</summary>
    public int Block { get; set; } = channels;

    /// <summary>What a stored 1 means in each channel, of 8-bit values; else null.</summary>
    public float[]? Scales { get; init; }

    public long Bytes => (long)Maps * Height * Width * Channels * BytesOf(Type);

    /// <summary>First step that touches it.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>Last step that touches it.</summary>
    public int Last { get; private set; } = -1;

    /// <summary>Bytes from the arena's beginning; set by <see cref="ArenaPlan"/>.</summary>
    public long Offset { get; set; } = -1;

    public TensorLayout Layout => new(Offset, Type, Height, Width, Channels, Block, Block);

    public static int BytesOf(NumberType type) => type switch { NumberType.Float32 => 4, NumberType.BFloat16 => 2, _ => 1 };

    public void Touch(int step)
    {
        First = Math.Min(First, step);
        Last = Math.Max(Last, step);
    }

    /// <summary>One of the maps.</summary>
    public TensorLayout Map(int index) => Layout with { Offset = Offset + (index * (Bytes / Maps)) };

    /// <summary>Some of the channels; in blocks, whole ones.</summary>
    public TensorLayout Slice(int channel, int channels) => Block == Channels
        ? Layout with { Offset = Offset + ((long)channel * BytesOf(Type)), Channels = channels, Block = channels }
        : Layout with { Offset = Offset + ((long)channel * Height * Width * BytesOf(Type)), Channels = channels };
}
