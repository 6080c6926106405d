using VideoSeg.Model.Architectures;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public sealed class TeachersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Probabilities_OfTwo_AreTheirMean()
    {
        using TensorScope scope = TensorScope.Enter();
        RandomModel.Write(_folder.File("a.safetensors"), seed: 1);
        RandomModel.Write(_folder.File("b.safetensors"), seed: 2);
        var config = new TrainingConfig { Name = "t", Data = [], Stages = [], Distillation = new DistillationOptions { Teachers = ["a.safetensors", "b.safetensors"] } };
        Tensor images = Tensor.FromData<float>([.. Enumerable.Range(0, 3 * 32 * 32).Select(i => i % 17 / 17f)], [1, 3, 32, 32]);

        using Teachers teachers = Teachers.Open(config, _folder.Path, Device.Cpu)!;
        float[] mean = teachers.Probabilities(images, ScalarType.Float32).ToArray<float>();

        float[][] each = [.. config.Distillation.Teachers.Select(file => Probabilities(_folder.File(file), images))];
        Assert.NotEqual(each[0], each[1]);
        Assert.Equal(each[0].Zip(each[1], (a, b) => (a + b) / 2), mean, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    private static float[] Probabilities(string file, Tensor images)
    {
        using IDisposable guard = Autograd.NoGrad();
        using var network = new TorchNetwork(ResUNetPlusPlus.Build(), SafetensorsFile.Read(file), trainable: false);
        return network.Forward(images, training: false).Sigmoid().ToArray<float>();
    }
}
