using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

/// <summary>The files in tests/vectors were written by torch.save of PyTorch 1.13; the hostile ones are made here.</summary>
public sealed class PyTorchCheckpointTests : IDisposable
{
    private static readonly string Training = Repository.At("tests", "vectors", "training.pth");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfATrainingCheckpoint_FindsTheStateDict_AndTakesThePrefixOff()
    {
        WeightSet weights = PyTorchCheckpoint.Read(Training);
        float[] counted = [.. Enumerable.Range(0, 24).Select(i => (float)i)];
        Assert.Equal(counted, weights.GetFloats("plain"));
        Assert.Equal([2L, 3, 4], weights["plain"].Shape);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (float)((i % 4 * 6) + (i / 4)))], weights.GetFloats("transposed"));
        Assert.Equal([6L, 4], weights["transposed"].Shape);
        Assert.Equal([5f, 8, 11, 14, 17], weights.GetFloats("slice"));
        Assert.Equal([2f, 2, 2, 3, 3, 3], weights.GetFloats("expanded"));
        Assert.Equal([0.5f, -0.25f], weights.GetFloats("parameter"));
        Assert.Equal([.. Enumerable.Range(0, 48).Select(i => (float)i)], weights.GetFloats("channels_last"));
        Assert.Equal((ElementType.Float16, ElementType.BFloat16), (weights["half"].Type, weights["bfloat16"].Type));
        Assert.Equal([1.5f, -2], weights.GetFloats("half"));
        Assert.Equal([3f, -0.125f], weights.GetFloats("bfloat16"));
        Assert.Equal([0.1f], weights.GetFloats("double"));
        Assert.Equal(12345678901, BitConverter.ToInt64(weights["counter"].Data.Span));
        Assert.Equal(10, weights.Tensors.Count);
    }

    [Fact]
    public void Read_OfABareStateDict_GivesItsTensors()
    {
        WeightSet weights = PyTorchCheckpoint.Read(Repository.At("tests", "vectors", "bare.pth"));
        Assert.Equal(
            ["0.bias", "0.weight", "1.bias", "1.num_batches_tracked", "1.running_mean", "1.running_var", "1.weight"], weights.Tensors.Keys);
        Assert.Equal([4L, 3, 3, 3], weights["0.weight"].Shape);
        Assert.All(weights.GetFloats("0.weight"), value => Assert.Equal(1, value));
        Assert.All(weights.GetFloats("1.running_var"), value => Assert.Equal(6, value));
    }

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("numpy.core.multiarray", "_reconstruct")]
    [InlineData("torch", "load")]
    [InlineData("torch._utils", "_rebuild_tensor_v3")]
    public void Read_OfAPickleThatNamesAnythingElse_RefusesItByName(string module, string name)
    {
        VideoSegException e = Refused(Pickle($"\u0080\u0002c{module}\n{name}\nX\u0002\0\0\0ls\u0085R."));
        Assert.Contains($"{module}.{name}", e.Message, StringComparison.Ordinal);
        e = Refused(Pickle($"\u0080\u0004\u008c{(char)module.Length}{module}\u008c{(char)name.Length}{name}\u0093)R."));
        Assert.Contains($"{module}.{name}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0080\u0002.")]
    [InlineData("\u0080\u0002}")]
    [InlineData("\u0080\u0002N.")]
    [InlineData("\u0080\u0002}}.")]
    [InlineData("\u0080\u0002}(.")]
    [InlineData("\u0080\u0002}h\u0005.")]
    [InlineData("\u0080\u0002}t.")]
    [InlineData("\u0080\u0002(}0.")]
    [InlineData("\u0080\u0002}a.")]
    [InlineData("\u0080\u0002]K\u0001K\u0002s.")]
    [InlineData("\u0080\u0002}X\u00FF\u00FF\u00FF\u00FF.")]
    [InlineData("\u0080\u0002X\u0002\0\0\0\u00C3\u0028.")]
    [InlineData("\u0080\u0002\u008a\u00FF.")]
    [InlineData("\u0080\u0002ccollections\nOrderedDict\nK\u0001\u0085R.")]
    [InlineData("\u0080\u0002K\u0001)R.")]
    [InlineData("\u0080\u0002K\u0001}b.")]
    [InlineData("\u0080\u0002K\u0001Q.")]
    [InlineData("\u0080\u0002ctorch\nFloatStorage")]
    [InlineData("\u0080\u0063.")]
    [InlineData("(ios\nsystem\n.")]
    [InlineData("\u0080\u0002\u0082\u0001.")]
    [InlineData("\u0080\u0002K\u0001K\u0002\u0081.")]
    [InlineData("\u0080\u0002}X\u0001\0\0\0aK\u0001s.")]
    public void Read_OfAMalformedPickle_IsAnInputFault(string pickle) => Refused(Pickle(pickle));

    [Theory]
    [InlineData("(2,)", 0, 2, 1, "")]
    [InlineData("beyond the end", 1, 2, 1, "reaches element 2")]
    [InlineData("far stride", 0, 2, 1 << 30, "reaches element")]
    [InlineData("negative offset", -1, 1, 1, "none negative")]
    [InlineData("negative size", 0, -2, 1, "none negative")]
    [InlineData("negative stride", 1, 2, -1, "none negative")]
    [InlineData("a bomb", 0, int.MaxValue, 0, "larger than")]
    public void Read_OfATensor_ChecksItAgainstItsStorage(string what, int offset, int size, int stride, string fault)
    {
        byte[] archive = Archive(("a/data.pkl", TensorPickle(offset, size, stride)), ("a/data/0", new byte[8]));
        if (fault.Length == 0)
        {
            Assert.Equal(2, ReadBytes(archive)["t"].ElementCount);
        }
        else
        {
            Assert.Contains(fault, Refused(archive).Message, StringComparison.Ordinal);
        }

        Assert.NotEmpty(what);
    }

    [Fact]
    public void Read_OfAStorageOfAnotherLength_OrNone_IsAnInputFault()
    {
        Assert.Contains("expected 8 bytes", Refused(Archive(("a/data.pkl", TensorPickle(0, 2, 1)), ("a/data/0", new byte[4]))).Message, StringComparison.Ordinal);
        Assert.Contains("at most 8 bytes", Refused(Archive(("a/data.pkl", TensorPickle(0, 2, 1)), ("a/data/0", new byte[12]))).Message, StringComparison.Ordinal);
        Assert.Contains("lacks a/data/0", Refused(Archive(("a/data.pkl", TensorPickle(0, 2, 1)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfATensorWithoutElements_HowEverLargeItsOtherSizes_GivesAnEmptyOne()
    {
        byte[] pickle = TensorPickle(0, [1L << 40, 1L << 40, 0], [1, 1, 1]);
        Assert.Equal(0, ReadBytes(Archive(("a/data.pkl", pickle), ("a/data/0", new byte[8])))["t"].ElementCount);
    }

    [Fact]
    public void Read_OfRandomSizesAndStrides_NeverFailsOtherwiseThanAsAnInputFault()
    {
        var random = new Random(8);
        long[] numbers = [0, 1, 2, 3, -1, 1 << 16, int.MaxValue, 1L << 40, long.MaxValue, long.MinValue];
        for (int round = 0; round < 2000; round++)
        {
            long[] sizes = [.. Enumerable.Range(0, random.Next(9)).Select(_ => numbers[random.Next(numbers.Length)])];
            long[] strides = [.. sizes.Select(_ => numbers[random.Next(numbers.Length)])];
            try
            {
                ReadBytes(Archive(("a/data.pkl", TensorPickle(numbers[random.Next(numbers.Length)], sizes, strides)), ("a/data/0", new byte[8])));
            }
            catch (VideoSegException e)
            {
                Assert.Equal(FaultKind.Input, e.Kind);
            }
        }
    }

    [Theory]
    [InlineData("K\u0001", "t", "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0" + "0X\u0003\0\0\0cpuK\u0002tQK\0h\u0001h\u0001tR", "100000 numbers where at most 8")]
    [InlineData("K\u0001K\u0001\u0086", "e", "ccollections\nOrderedDict\nh\u0001\u0085R", "collections.OrderedDict with arguments")]
    public void Read_OfAPickleThatCopiesALongListAgainAndAgain_TakesNoMemoryForIt(string item, string end, string copy, string fault)
    {
        // A tuple or list of 100,000 items, remembered as 1, and a thousand calls that would copy it: 800 MB and more.
        string pickle = $"\u0080\u0002]({string.Concat(Enumerable.Repeat(item, 100_000))}{end}q\u0001{string.Concat(Enumerable.Repeat(copy, 1000))}.";
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(fault, Refused(Pickle(pickle)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Fact]
    public void Read_OfAnArchiveThatClaimsMoreThanItHolds_TakesNoMemoryForIt()
    {
        // The storage says 2^29 - 1 elements, and the archive's directory as many bytes as that needs; the file has eight.
        const int claimed = int.MaxValue - 3;
        byte[] file = Archive(("a/data.pkl", TensorPickle(0, [2], [1], storage: claimed / 4)), ("a/data/0", new byte[8]));
        byte[] name = Latin("a/data/0");
        int directory = file.AsSpan().LastIndexOf(name) - 46;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(directory + 20), claimed);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(directory + 24), claimed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("no longer than the file", Refused(file).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 << 20);
    }

    [Fact]
    public void Read_OfOtherArchives_SaysWhatTheyAre()
    {
        (string, byte[]) pickle = ("a/data.pkl", TensorPickle(0, 2, 1));
        (string, byte[]) data = ("a/data/0", new byte[8]);
        Assert.Contains("big", Refused(Archive(pickle, data, ("a/byteorder", "big"u8.ToArray()))).Message, StringComparison.Ordinal);
        Assert.Contains("TorchScript", Refused(Archive(pickle, data, ("a/constants.pkl", [0x80]))).Message, StringComparison.Ordinal);
        Assert.Contains("found 2", Refused(Archive(pickle, ("b/data.pkl", [1]))).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Refused(Archive(pickle, data, data)).Message, StringComparison.Ordinal);
        Assert.Contains("before PyTorch 1.6", Refused([0x80, 0x02, 0x8A, 0x0A]).Message, StringComparison.Ordinal);
        Assert.Contains("zip archive", Refused("hello"u8.ToArray()).Message, StringComparison.Ordinal);
        Assert.Contains("uncompressed", Refused(Archive(CompressionLevel.SmallestSize, ("a/data.pkl", new byte[10_000]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfTruncations_IsAnInputFault()
    {
        byte[] file = File.ReadAllBytes(Training);
        for (int length = 0; length < file.Length; length += 37)
        {
            Refused(file[..length]);
        }
    }

    [Fact]
    public void Read_OfFilesWithRandomBytesChanged_NeverFailsOtherwiseThanAsAnInputFault()
    {
        var random = new Random(6);
        byte[] good = File.ReadAllBytes(Training);
        for (int round = 0; round < 1000; round++)
        {
            byte[] file = [.. good];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            try
            {
                ReadBytes(file);
            }
            catch (VideoSegException e)
            {
                Assert.Equal(FaultKind.Input, e.Kind);
            }
        }
    }

    [Fact]
    public void Read_OfAHostileName_DoesNotReachTheTerminalAsItIs()
    {
        VideoSegException e = Refused(Pickle($"\u0080\u0002cevil\u001b[2J{new string('x', 5000)}\nname\n."));
        Assert.DoesNotContain('\u001b', e.Message);
        Assert.InRange(e.Message.Length, 1, 700);
    }

    /// <summary>{"t": a float tensor over storage 0 of two elements}, as torch.save writes it.</summary>
    private static byte[] TensorPickle(int offset, int size, int stride) => TensorPickle(offset, [size], [stride]);

    private static byte[] TensorPickle(long offset, long[] sizes, long[] strides, int storage = 2) =>
    [
        .. Latin("\u0080\u0002}X\u0001\0\0\0tctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0" + "0X\u0003\0\0\0cpuJ"),
        .. BitConverter.GetBytes(storage),
        .. Latin("tQ"),
        .. Integer(offset),
        .. Latin("("),
        .. sizes.SelectMany(Integer),
        .. Latin("t("),
        .. strides.SelectMany(Integer),
        .. Latin("t\u0089)tRs."),
    ];

    /// <summary>LONG1: a length, then the number.</summary>
    private static byte[] Integer(long value) => [0x8A, 8, .. BitConverter.GetBytes(value)];

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Pickle(string pickle) => Archive(("a/data.pkl", Latin(pickle)));

    private static byte[] Archive(params (string Name, byte[] Data)[] entries) => Archive(CompressionLevel.NoCompression, entries);

    private static byte[] Archive(CompressionLevel level, params (string Name, byte[] Data)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] data) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(data);
            }
        }

        return stream.ToArray();
    }

    private VideoSegException Refused(byte[] file)
    {
        var e = Assert.Throws<VideoSegException>(() => ReadBytes(file));
        Assert.Equal(FaultKind.Input, e.Kind);
        return e;
    }

    private WeightSet ReadBytes(byte[] file)
    {
        string path = _folder.File("x.pth");
        File.WriteAllBytes(path, file);
        return PyTorchCheckpoint.Read(path);
    }
}
