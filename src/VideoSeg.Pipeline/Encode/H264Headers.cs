using System.Collections.Immutable;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Encode;

/// <summary>The parameter sets of H.264 (ITU-T H.264, 7.3.2) from their form with start codes to that of MP4 (ISO/IEC 14496-15, 5.3.3.1).</summary>
public static class H264Headers
{
    private const int SequenceParameterSet = 7;
    private const int PictureParameterSet = 8;

    /// <summary>An AVCDecoderConfigurationRecord ("avcC") for units with lengths of 4 bytes.</summary>
    /// <param name="headers">Parameter sets with start codes; other units between them are left out.</param>
    /// <exception cref="VideoSegException">A parameter set is missing or cut off.</exception>
    public static ImmutableArray<byte> ToConfiguration(ReadOnlySpan<byte> headers)
    {
        List<byte[]> sequences = [];
        List<byte[]> pictures = [];
        foreach (Range range in Units(headers))
        {
            ReadOnlySpan<byte> unit = headers[range];
            switch (unit[0] & 31)
            {
                case SequenceParameterSet: sequences.Add(unit.ToArray()); break;
                case PictureParameterSet: pictures.Add(unit.ToArray()); break;
            }
        }

        if (sequences.Count is 0 or > 31 || pictures.Count is 0 or > 255 || sequences[0].Length < 4)
        {
            throw new VideoSegException(FaultKind.Engine,
                $"expected the parameter sets of an H.264 stream, found {sequences.Count} of sequences and {pictures.Count} of pictures.");
        }

        byte[] first = sequences[0];
        ImmutableArray<byte>.Builder record = ImmutableArray.CreateBuilder<byte>();
        record.AddRange(1, first[1], first[2], first[3], 0xFF, (byte)(0xE0 | sequences.Count));
        AddSets(record, sequences);
        record.Add((byte)pictures.Count);
        AddSets(record, pictures);
        if (first[1] is not (66 or 77 or 88))
        {
            (int chroma, int lumaDepth, int chromaDepth) = Sampling(first);
            record.AddRange((byte)(0xFC | chroma), (byte)(0xF8 | (lumaDepth - 8)), (byte)(0xF8 | (chromaDepth - 8)), 0);
        }

        return record.ToImmutable();
    }

    /// <summary>The codec's name for browsers, <c>avc1.64001f</c>: profile, constraints and level of a configuration record.</summary>
    public static string CodecString(ReadOnlySpan<byte> configuration) => $"avc1.{Convert.ToHexStringLower(configuration.Slice(1, 3))}";

    /// <summary>Where the units lie between start codes, never empty.</summary>
    internal static List<Range> Units(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> startCode = [0, 0, 1];
        List<Range> units = [];
        int next = data.IndexOf(startCode);
        while (next >= 0)
        {
            int start = next + startCode.Length;
            int length = data[start..].IndexOf(startCode);
            next = length < 0 ? -1 : start + length;

            // Zeros before a start code belong to no unit, which never ends in one.
            int end = start + data[start..(next < 0 ? data.Length : next)].TrimEnd((byte)0).Length;
            if (end > start)
            {
                units.Add(start..end);
            }
        }

        return units;
    }

    private static void AddSets(ImmutableArray<byte>.Builder record, List<byte[]> sets)
    {
        foreach (byte[] set in sets)
        {
            record.AddRange((byte)(set.Length >> 8), (byte)set.Length);
            record.AddRange(set);
        }
    }

    /// <summary>chroma_format_idc and the depths of a sequence parameter set of the High profiles.</summary>
    private static (int Chroma, int LumaDepth, int ChromaDepth) Sampling(byte[] set)
    {
        var bits = new H264BitReader(set.AsSpan(4));
        bits.ReadUnsigned(); // seq_parameter_set_id
        int chroma = bits.ReadUnsigned();
        if (chroma == 3)
        {
            bits.ReadBit(); // separate_colour_plane_flag
        }

        return (chroma, 8 + bits.ReadUnsigned(), 8 + bits.ReadUnsigned());
    }
}
