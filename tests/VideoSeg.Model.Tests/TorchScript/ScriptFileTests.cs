using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Inference;
using VideoSeg.Model.TorchScript;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.TorchScript;

public sealed class ScriptFileTests : IDisposable
{
    private const string Source = "x[:, 0:1]";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Open_WithoutTrust_IsRefusedWithTheReason_BeforeAnythingElseIsLookedAt()
    {
        string path = TestScript.Write(_folder.File("net.pt"), Source, description: null);
        VideoSegException e = Refusal(path, isTrusted: false);
        Assert.Equal(FaultKind.Usage, e.Kind);
        Assert.Contains("not weights alone but a program, which runs with your rights, and no check can tell what it does", e.Message, StringComparison.Ordinal);
        Assert.Contains("--trust-torchscript", e.Message, StringComparison.Ordinal);
        Assert.Contains("Engine:TrustTorchScript", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithEveryKey_ReadsThemAll()
    {
        string path = TestScript.Write(_folder.File("net.ts"), Source, """
            {
              // comments are allowed, and a comma too many
              "outputs": "probabilities", "input_width": 320, "input_height": 256, "classes": ["background", "a", "b"],
              "threshold": 0.3, "min_area": 0.002, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "channel_order": "bgr",
              "output": "out", "name": "mine", "license": "MIT", "notice": "research",
            }
            """);
        ScriptDescription read = Assert.IsType<ScriptFile>(Open(path)).Description;
        Assert.Equal((ScriptOutputs.Probabilities, ChannelOrder.Bgr, null, "out", false), (read.Outputs, read.ChannelOrder, read.OutputIndex, read.OutputKey, read.IsPlain));
        Assert.Equal([0.485, 0.456, 0.406], read.Mean);
        Assert.Equal([0.229, 0.224, 0.225], read.StandardDeviation);
        ModelMetadata metadata = read.Metadata;
        Assert.Equal(("torchscript", 320, 256, 0.3f, 0.002, "mine", "MIT", "research"),
            (metadata.Architecture, metadata.InputWidth, metadata.InputHeight, metadata.Threshold, metadata.MinArea, metadata.Name, metadata.License, metadata.Notice));
        Assert.Equal(["background", "a", "b"], metadata.Classes);
    }

    [Fact]
    public void Open_WithTheLeast_KeepsTheDefaults()
    {
        ScriptDescription read = Assert.IsType<ScriptFile>(Open(TestScript.Write(_folder.File("net.pt"), Source, """{"outputs": "logits"}"""))).Description;
        Assert.Equal((ScriptOutputs.Logits, ChannelOrder.Rgb, true, null, null), (read.Outputs, read.ChannelOrder, read.IsPlain, read.OutputIndex, read.OutputKey));
        Assert.Equal((352, 352, 0.5f, "net", "polyp"),
            (read.Metadata.InputWidth, read.Metadata.InputHeight, read.Metadata.Threshold, read.Metadata.Name, Assert.Single(read.Metadata.Classes)));
    }

    [Fact]
    public void Open_WithManyFaults_ListsThemAll()
    {
        string path = TestScript.Write(_folder.File("net.pt"), Source, """
            {"input_width": 0, "input_height": 32.5, "classes": ["a", "b"], "threshold": 1, "min_area": 1, "mean": [0, 0], "std": [1, 0, 1], "channel_order": "yuv",
             "output": -1, "name": 7, "license": "a\u0007b", "size": 352}
            """);
        VideoSegException e = Refusal(path);
        Assert.Equal(FaultKind.Input, e.Kind);
        string[] expected =
        [
            "outputs: expected \"logits\" or \"probabilities\", found nothing",
            "input_width: expected a whole number from 1 to 4096, found 0",
            "input_height: expected a whole number from 1 to 4096, found 32.5",
            "classes: expected one class, or several of which the first, and no other, is called background",
            "threshold: expected a number above 0 and below 1, found 1",
            "min_area: expected a number from 0 to below 1, found 1",
            "mean: expected an array of 3 finite numbers, found [0, 0]",
            "std: expected an array of 3 numbers above 0, found [1, 0, 1]",
            "channel_order: expected \"rgb\" or \"bgr\", found \"yuv\"",
            "output: expected the number of an element, from 0, or the name of an entry, found -1",
            "name: expected text without control characters, found 7",
            "license: expected text without control characters",
            "size: expected one of classes, colours, outputs,",
        ];
        Assert.All(expected, fault => Assert.Contains(fault, e.Message, StringComparison.Ordinal));
        Assert.Equal(expected.Length + 1, e.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData(null, "expected its description in")]
    [InlineData("", "expected a JSON object that can be read")]
    [InlineData("{\"outputs\": \"logits\"", "expected a JSON object that can be read")]
    [InlineData("[1]", "expected a JSON object, found Array")]
    [InlineData("{\"outputs\": \"logits\", \"outputs\": \"probabilities\"}", "expected a JSON object that can be read")]
    public void Open_WithoutADescriptionThatCanBeRead_IsRefused(string? description, string fault)
    {
        VideoSegException e = Refusal(TestScript.Write(_folder.File("net.pt"), Source, description));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
        Assert.Contains("net.pt.json", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"K\u00f6ln\"")]
    [InlineData("\"\\ud800\"")]
    public void Open_WithTextThatIsNoUnicode_IsRefused(string name)
    {
        string path = TestScript.Write(_folder.File("net.pt"), Source, description: null);
        File.WriteAllText($"{path}.json", $$"""{"outputs": "logits", "name": {{name}}}""", Encoding.Latin1);
        VideoSegException e = Refusal(path);
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("expected a JSON object that can be read", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"threshold\": 1e-50", "threshold: expected a number above 0 and below 1")]
    [InlineData("\"threshold\": 0.99999999", "threshold: expected a number above 0 and below 1")]
    [InlineData("\"std\": [1, 1e-60, 1]", "std: expected an array of 3 numbers above 0")]
    [InlineData("\"mean\": [1, 1e60, 1]", "mean: expected an array of 3 finite numbers")]
    public void Open_WithNumbersThatAreOthersInFloat32_IsRefused(string key, string fault) =>
        Assert.Contains(fault, Refusal(TestScript.Write(_folder.File("net.pt"), Source, $$"""{"outputs": "logits", {{key}}}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_CheckpointByMistake_SaysHowToImportIt()
    {
        string path = _folder.File("checkpoint.pt");
        TestCheckpoint.Write(path, WeightInitializer.Create(UNetPlusPlus.BuildPruned(1), seed: 1));
        VideoSegException e = Refusal(path);
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains($"./videoseg model import {path} -o {_folder.File("checkpoint.safetensors")}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ArchiveOfSomethingElse_IsRefused()
    {
        string path = _folder.File("other.pt");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            archive.CreateEntry("readme.txt");
        }

        Assert.Contains("found a zip archive that PyTorch did not write", Refusal(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileThatIsNoArchive_IsRefused()
    {
        string path = _folder.File("text.pt");
        File.WriteAllText(path, "hello");
        Assert.Contains("expected a TorchScript file", Refusal(path).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, [0x80, 0x02, 0x8a, 0x0a]);
        Assert.Contains("from before PyTorch 1.6", Refusal(path).Message, StringComparison.Ordinal);
        Assert.Contains("can be read", Refusal(_folder.File("missing.pt")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileCutShort_IsRefused()
    {
        string path = TestScript.Write(_folder.File("cut.pt"), Source);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);
        Assert.Contains("cut short or damaged", Refusal(path).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code/__torch__.py", "def forward(")]
    [InlineData("data.pkl", "")]
    public void Create_DamagedInside_IsAnInputFault(string entry, string content)
    {
        string path = TestScript.Write(_folder.File("damaged.pt"), Source);
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry old = Assert.Single(archive.Entries, e => e.FullName.EndsWith(entry, StringComparison.Ordinal));
            string name = old.FullName;
            old.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name, CompressionLevel.NoCompression).Open());
            writer.Write(content);
        }

        var e = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(new SegmenterOptions { ModelPath = path, Device = "cpu", TrustTorchScript = true }));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("cannot load it as TorchScript", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StoredTensors_CountsThem()
    {
        string path = TestScript.Write(_folder.File("net.pt"), "x * self.a + self.b", tensors: [("a", [1, 2], [2, 1, 1]), ("b", [3], [1])]);
        (int count, long bytes) = TorchFile.StoredTensors(path);
        Assert.Equal((2, 12), (count, bytes));
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            using Stream constant = archive.CreateEntry("net/constants/0", CompressionLevel.NoCompression).Open();
            constant.Write(new byte[20]);
        }

        Assert.Equal((3, 32), TorchFile.StoredTensors(path));
    }

    [Fact]
    public void StoredTensors_OfADirectoryThatLies_IsRefused()
    {
        string path = TestScript.Write(_folder.File("net.pt"), "x * self.a", tensors: ("a", [1, 2], [2, 1, 1]));
        byte[] file = File.ReadAllBytes(path);
        // Both lengths of the tensor in the central directory, the last place where its name stands: 46 bytes before it lies its record.
        int record = file.AsSpan().LastIndexOf("net/data/0"u8) - 46;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(record + 20), 0xfffffff0);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(record + 24), 0xfffffff0);
        File.WriteAllBytes(path, file);
        var e = Assert.Throws<VideoSegException>(() => TorchFile.StoredTensors(path));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("found net/data/0, which is said to have 4294967280", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelFile_OfATorchScriptFile_SaysWhatCanRunIt()
    {
        string path = TestScript.Write(_folder.File("net.pt"), Source);
        var e = Assert.Throws<VideoSegException>(() => ModelFile.Open(path));
        Assert.Contains("found a TorchScript program (torch.jit.save). predict, evaluate, process, serve and model tune can run one", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static INetworkFile Open(string path, bool isTrusted = true) => SegmenterFactory.Open(new SegmenterOptions { ModelPath = path, TrustTorchScript = isTrusted });

    private static VideoSegException Refusal(string path, bool isTrusted = true) => Assert.Throws<VideoSegException>(() => Open(path, isTrusted));
}
