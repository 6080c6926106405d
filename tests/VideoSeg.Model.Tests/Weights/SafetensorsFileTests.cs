using System.Buffers.Binary;
using System.Text;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ThenRead_GivesTheSameTensorsAndMetadata()
    {
        string path = _folder.File("weights.safetensors");
        WeightSet written = new WeightSet(
            WeightInitializer.Create(ResUNetPlusPlus.Build(), seed: 3).Tensors.Add("half", new WeightTensor(ElementType.Float16, [3], new byte[] { 0, 60, 0, 193, 1, 2 })),
            [new("name", "Ä \"quoted\"\n"), new("classes", "polyp")]);
        SafetensorsFile.Write(path, written);
        WeightSet read = SafetensorsFile.Read(path);

        Assert.Equal(written.Metadata, read.Metadata);
        Assert.Equal(written.Tensors.Keys, read.Tensors.Keys);
        Assert.All(written.Tensors, pair =>
        {
            Assert.Equal(pair.Value.Type, read[pair.Key].Type);
            Assert.True(pair.Value.Shape.SequenceEqual(read[pair.Key].Shape));
            Assert.True(pair.Value.Data.Span.SequenceEqual(read[pair.Key].Data.Span));
        });
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_OfTheSameWeightsTwice_GivesTheSameBytes()
    {
        var tensors = new Dictionary<string, WeightTensor> { ["b"] = WeightTensor.FromFloats([1], [1]), ["a"] = WeightTensor.FromInt64(2) };
        SafetensorsFile.Write(_folder.File("1"), new WeightSet(tensors, [new("x", "1"), new("y", "2")]));
        SafetensorsFile.Write(_folder.File("2"), new WeightSet(tensors.Reverse(), [new("y", "2"), new("x", "1")]));
        Assert.Equal(File.ReadAllBytes(_folder.File("1")), File.ReadAllBytes(_folder.File("2")));
    }

    [Fact]
    public void Write_IntoAMissingFolder_IsAnOutputFault()
    {
        var e = Assert.Throws<VideoSegException>(() => SafetensorsFile.Write(_folder.File("no/such/file"), new WeightSet([])));
        Assert.Equal(FaultKind.Output, e.Kind);
    }

    [Fact]
    public void Read_OfAMissingFile_IsAnInputFaultThatNamesIt()
    {
        var e = Assert.Throws<VideoSegException>(() => SafetensorsFile.Read(_folder.File("none")));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("none", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAGoodFile_WrittenByHand_GivesItsValues()
    {
        WeightSet set = Read(Good + "   ", [0, 0, 128, 63, 0, 0, 0, 64]);
        Assert.Equal([1f, 2f], set.GetFloats("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"extra":1}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e999],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,0],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[100],"data_offsets":[0,400]}}""")]
    [InlineData("""{"__metadata__":{"threshold":0.5},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":{"name":"\ud800"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    public void Read_OfAHeaderThatLies_IsAnInputFault(string header)
    {
        var e = Assert.Throws<VideoSegException>(() => Read(header, new byte[8]));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("expected", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 31)]
    [InlineData(63UL)]
    public void Read_OfAHeaderLengthBeyondTheFile_IsAnInputFault(ulong length)
    {
        byte[] file = Compose(Good, new byte[8]);
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        Assert.Equal(FaultKind.Input, Assert.Throws<VideoSegException>(() => ReadBytes(file)).Kind);
    }

    [Fact]
    public void Read_OfEveryTruncation_IsAnInputFault()
    {
        byte[] file = Compose(Good, new byte[8]);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Equal(FaultKind.Input, Assert.Throws<VideoSegException>(() => ReadBytes(file[..length])).Kind);
        }
    }

    [Fact]
    public void Read_OfFilesWithRandomBytesChanged_NeverFailsOtherwiseThanAsAnInputFault()
    {
        var random = new Random(5);
        byte[] good = Compose(Good, new byte[8]);
        for (int round = 0; round < 500; round++)
        {
            byte[] file = [.. good];
            file[random.Next(file.Length)] = (byte)random.Next(256);
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

    [Theory]
    [InlineData("2147483647,2147483647,2147483647,0")]
    [InlineData("0,2147483647,2147483647,2147483647,2147483647,2147483647,2147483647,2147483647")]
    public void Read_OfATensorWithoutElements_HowEverLargeItsOtherSizes_GivesAnEmptyOne(string shape)
    {
        string header = $$$"""{"a":{"dtype":"I64","shape":[{{{shape}}}],"data_offsets":[0,0]}}""";
        Assert.Equal(0, Read(header, [])["a"].ElementCount);
    }

    [Fact]
    public void Read_OfRandomShapes_NeverFailsOtherwiseThanAsAnInputFault()
    {
        var random = new Random(7);
        long[] sizes = [0, 1, 2, 3, 1 << 16, int.MaxValue, 1L << 31, 1L << 62];
        string[] types = ["F32", "F16", "BF16", "I64"];
        for (int round = 0; round < 2000; round++)
        {
            string shape = string.Join(',', Enumerable.Range(0, random.Next(9)).Select(_ => sizes[random.Next(sizes.Length)]));
            string header = $$$"""{"a":{"dtype":"{{{types[random.Next(types.Length)]}}}","shape":[{{{shape}}}],"data_offsets":[0,{{{random.Next(3) * 4}}}]}}""";
            try
            {
                Read(header, new byte[random.Next(3) * 4]);
            }
            catch (VideoSegException e)
            {
                Assert.Equal(FaultKind.Input, e.Kind);
            }
        }
    }

    private static byte[] Compose(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data];
    }

    private WeightSet Read(string header, byte[] data) => ReadBytes(Compose(header, data));

    private WeightSet ReadBytes(byte[] file)
    {
        string path = _folder.File("hand.safetensors");
        File.WriteAllBytes(path, file);
        return SafetensorsFile.Read(path);
    }
}
