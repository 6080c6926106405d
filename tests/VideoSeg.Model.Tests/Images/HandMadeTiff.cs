using System.Buffers.Binary;

namespace VideoSeg.Model.Tests.Images;

/// <summary>Writes uncompressed TIFF files of kinds that the product only reads, independently of libtiff.</summary>
internal sealed class HandMadeTiff
{
    private readonly SortedDictionary<int, (int Type, uint[] Values)> _tags = [];

    public HandMadeTiff(int width, int height, int bits, int samples, int photometric)
    {
        Set(256, 4, (uint)width);
        Set(257, 4, (uint)height);
        Set(258, 3, [.. Enumerable.Repeat((uint)bits, samples)]);
        Set(259, 3, 1);
        Set(262, 3, (uint)photometric);
        Set(277, 3, (uint)samples);
    }

    public bool BigEndian { get; init; }

    /// <summary>Sets a tag of type 3 (16 bit) or 4 (32 bit).</summary>
    public HandMadeTiff Set(int tag, int type, params uint[] values)
    {
        _tags[tag] = (type, values);
        return this;
    }

    /// <summary>The file, its samples in strips (one for each block of rows) or, where the tag 322 is set, in tiles.</summary>
    public byte[] Build(params byte[][] blocks)
    {
        bool tiled = _tags.ContainsKey(322);
        Set(tiled ? 324 : 273, 4, new uint[blocks.Length]);
        Set(tiled ? 325 : 279, 4, [.. blocks.Select(b => (uint)b.Length)]);
        int directory = 8;
        int extra = directory + 2 + (_tags.Count * 12) + 4;
        int data = extra + _tags.Values.Sum(t => Size(t) > 4 ? Size(t) : 0);
        uint[] offsets = _tags[tiled ? 324 : 273].Values;
        int end = data;
        for (int i = 0; i < blocks.Length; i++)
        {
            offsets[i] = (uint)end;
            end += blocks[i].Length;
        }

        byte[] file = new byte[end];
        file[0] = file[1] = (byte)(BigEndian ? 'M' : 'I');
        Write(file, 2, 42, 2);
        Write(file, 4, (uint)directory, 4);
        Write(file, directory, (uint)_tags.Count, 2);
        int entry = directory + 2;
        foreach ((int tag, (int type, uint[] values)) in _tags)
        {
            Write(file, entry, (uint)tag, 2);
            Write(file, entry + 2, (uint)type, 2);
            Write(file, entry + 4, (uint)values.Length, 4);
            int at = entry + 8;
            if (Size((type, values)) > 4)
            {
                Write(file, at, (uint)extra, 4);
                at = extra;
                extra += Size((type, values));
            }

            int step = type == 3 ? 2 : 4;
            for (int i = 0; i < values.Length; i++)
            {
                Write(file, at + (i * step), values[i], step);
            }

            entry += 12;
        }

        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i].CopyTo(file, offsets[i]);
        }

        return file;
    }

    private static int Size((int Type, uint[] Values) tag) => tag.Values.Length * (tag.Type == 3 ? 2 : 4);

    private void Write(byte[] file, int at, uint value, int bytes)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        word = word[..bytes];
        if (BigEndian)
        {
            word.Reverse();
        }

        word.CopyTo(file.AsSpan(at));
    }
}
