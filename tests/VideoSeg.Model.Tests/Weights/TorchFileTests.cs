using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void KindOf_SafetensorsFileWhoseHeaderIs640Bytes_IsNoOldCheckpoint()
    {
        string path = _folder.File("a.safetensors");
        byte[] file = [];
        for (int length = 500; length < 640 && file is not [0x80, 0x02, 0, 0, ..]; length += 8)
        {
            var notice = KeyValuePair.Create("notice", new string('n', length));
            SafetensorsFile.Write(path, new WeightSet([KeyValuePair.Create("w", WeightTensor.FromFloats([1, 2], [2]))], [notice]));
            file = File.ReadAllBytes(path);
        }

        Assert.True(file is [0x80, 0x02, 0, 0, ..]);
        Assert.Equal(TorchFileKind.None, TorchFile.KindOf(path));
    }

    [Fact]
    public void KindOf_WhatTorchSaveWroteBefore_IsAnOldCheckpoint()
    {
        // Protocol 2, then the magic number 0x1950a86a20f9469cfc6c.
        File.WriteAllBytes(_folder.File("old.pth"), [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]);
        Assert.Equal(TorchFileKind.OldCheckpoint, TorchFile.KindOf(_folder.File("old.pth")));
    }
}
