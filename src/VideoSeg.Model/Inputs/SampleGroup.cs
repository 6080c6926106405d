namespace VideoSeg.Model.Inputs;

/// <summary>
/// Components that can be read together: same plane, same kind of sample, same grid. One vertical pass over the group's rows serves them all,
/// whether they are interleaved (rgb24, the chroma of nv12) or alone in their plane.
/// </summary>
internal struct SampleGroup
{
    /// <summary>Index of the plane.</summary>
    public int Plane;

    /// <summary>Bytes before the first element of a row: 1 where words lie at odd addresses, else 0.</summary>
    public int BaseBytes;

    /// <summary>1 or 2.</summary>
    public int ElementBytes;

    /// <summary>Elements between horizontally neighbouring samples of a component.</summary>
    public int Step;

    /// <summary>Bits to shift a word right by.</summary>
    public int Shift;

    /// <summary>Bits that count after the shift.</summary>
    public int Mask;

    /// <summary>Whether the samples lie on the chroma grid.</summary>
    public bool IsChroma;

    /// <summary>Number of components.</summary>
    public int Count;

    /// <summary>Indices of the components.</summary>
    public (int First, int Second, int Third) Components;

    /// <summary>Elements before the first sample of each component.</summary>
    public (int First, int Second, int Third) Offsets;

    /// <summary>Largest of the offsets.</summary>
    public int LastOffset;

    /// <summary>Component and offset number <paramref name="index"/>.</summary>
    public readonly (int Component, int Offset) Member(int index) => index switch
    {
        0 => (Components.First, Offsets.First),
        1 => (Components.Second, Offsets.Second),
        _ => (Components.Third, Offsets.Third),
    };

    /// <summary>Sorts the components of a format into groups; returns how many groups there are, at most 3.</summary>
    public static int Find(PixelFormat format, Span<SampleGroup> groups)
    {
        int count = 0;
        for (int c = 0; c < format.Components.Length; c++)
        {
            SampleGroup wanted = Describe(format, c);
            int offset = format.Components[c].OffsetBytes / wanted.ElementBytes;
            int at = 0;
            while (at < count && !groups[at].Matches(wanted))
            {
                at++;
            }

            if (at == count)
            {
                groups[count++] = wanted;
            }

            groups[at].Add(c, offset);
        }

        return count;
    }

    private static SampleGroup Describe(PixelFormat format, int component)
    {
        PixelComponent layout = format.Components[component];
        if (layout.DepthBits is < 8 or > 16)
        {
            throw new ArgumentException($"expected samples of 8 to 16 bits, {format.Name} has {layout.DepthBits}", nameof(format));
        }

        bool bytes = layout.DepthBits == 8 && layout.ShiftBits == 0;
        if (!bytes && layout.StepBytes % 2 != 0)
        {
            throw new ArgumentException($"expected words an even number of bytes apart, {format.Name} has {layout.StepBytes}", nameof(format));
        }

        return new SampleGroup
        {
            Plane = layout.Plane,
            BaseBytes = bytes ? 0 : layout.OffsetBytes % 2,
            ElementBytes = bytes ? 1 : 2,
            Step = bytes ? layout.StepBytes : layout.StepBytes / 2,
            Shift = layout.ShiftBits,
            Mask = (1 << layout.DepthBits) - 1,
            IsChroma = format.IsChroma(component),
        };
    }

    private readonly bool Matches(in SampleGroup other) =>
        (Plane, BaseBytes, ElementBytes, Step, Shift, Mask, IsChroma) ==
        (other.Plane, other.BaseBytes, other.ElementBytes, other.Step, other.Shift, other.Mask, other.IsChroma);

    private void Add(int component, int offset)
    {
        switch (Count++)
        {
            case 0:
                (Components.First, Offsets.First) = (component, offset);
                break;
            case 1:
                (Components.Second, Offsets.Second) = (component, offset);
                break;
            default:
                (Components.Third, Offsets.Third) = (component, offset);
                break;
        }

        LastOffset = Math.Max(LastOffset, offset);
    }
}
