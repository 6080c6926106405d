using VideoSeg.Model;

namespace VideoSeg.Pipeline.Encode;

/// <summary>Reads bits of an H.264 unit, passing over the bytes that keep start codes out of it (ITU-T H.264, 7.4.1).</summary>
internal ref struct H264BitReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _byte;
    private int _bit;
    private int _zeros;

    /// <summary>0 or 1.</summary>
    public int ReadBit()
    {
        if (_bit == 0 && _zeros >= 2 && _byte < _data.Length && _data[_byte] == 3)
        {
            _byte++;
            _zeros = 0;
        }

        if (_byte >= _data.Length)
        {
            throw new VideoSegException(FaultKind.Engine, "expected a whole parameter set of H.264, found one that is cut off.");
        }

        int value = (_data[_byte] >> (7 - _bit)) & 1;
        if (++_bit == 8)
        {
            _zeros = _data[_byte] == 0 ? _zeros + 1 : 0;
            (_bit, _byte) = (0, _byte + 1);
        }

        return value;
    }

    /// <summary>ue(v): an unsigned number in exponential-Golomb code.</summary>
    public int ReadUnsigned()
    {
        int zeros = 0;
        while (ReadBit() == 0)
        {
            zeros++;
        }

        int value = 1;
        for (int i = 0; i < zeros; i++)
        {
            value = (value << 1) | ReadBit();
        }

        return value - 1;
    }
}
