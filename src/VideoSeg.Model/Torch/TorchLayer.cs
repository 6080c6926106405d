using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Torch;

/// <summary>One node of a network on libtorch: its tensors and how it is computed. The tensors belong to the <see cref="TorchNetwork"/>.</summary>
internal sealed class TorchLayer(Node node, bool trainable)
{
    private readonly Cast _weight = new();
    private readonly Cast _bias = new();

    public Node Node { get; } = node;

    /// <summary>Where the network puts the inputs before <see cref="Execute"/>; kept to save an array for each call.</summary>
    public Tensor[] Inputs { get; } = new Tensor[node.Inputs.Length];

    public Tensor? Weight { get; set; }

    public Tensor? Bias { get; set; }

    public Tensor? RunningMean { get; set; }

    public Tensor? RunningVariance { get; set; }

    public long BatchCount { get; set; }

    /// <summary>Computes the value; with <paramref name="inPlace"/> the first input may be overwritten and returned.</summary>
    public Tensor Execute(bool training, ScalarType type, bool inPlace)
    {
        Tensor x = Inputs[0];
        switch (Node.Operation)
        {
            case Conv2d conv:
                return Functional.Conv2d(x, _weight.Get(Weight, type, trainable)!, _bias.Get(Bias, type, trainable), conv.Stride, conv.Padding, conv.Dilation);
            case ConvTranspose2d conv:
                return Functional.ConvTranspose2d(x, _weight.Get(Weight, type, trainable)!, _bias.Get(Bias, type, trainable), conv.Stride, conv.Padding);
            case Linear:
                Tensor y = Functional.Linear(x.Flatten(1), _weight.Get(Weight, type, trainable)!, _bias.Get(Bias, type, trainable));
                return y.View(y.Size(0), y.Size(1), 1, 1);
            case BatchNorm2d norm:
                BatchCount += training ? 1 : 0;
                return Functional.BatchNorm(x, Weight, Bias, RunningMean, RunningVariance, training, norm.Momentum, norm.Epsilon);
            case UpsampledConv2d:
                return UpsampledConvolution(x, _weight.Get(Weight, type, trainable)!, _bias.Get(Bias, type, trainable));
            case ScaleShift affine:
                Tensor shifted = (Inputs.Length > 1 ? x.Mul(Inputs[1]) : x)
                    .Mul(_weight.Get(Weight, type, trainable)!.View(1, -1, 1, 1)).Add_(_bias.Get(Bias, type, trainable)!.View(1, -1, 1, 1));
                return affine.Relu ? shifted.Relu_() : shifted;
            case ReLU:
                return inPlace ? x.Relu_() : x.Relu();
            case Sigmoid:
                return inPlace ? x.Sigmoid_() : x.Sigmoid();
            case GlobalAveragePool:
                return Functional.AdaptiveAvgPool2d(x, 1, 1);
            case MaxPool2d pool:
                return Functional.MaxPool2d(x, pool.Kernel, pool.Stride);
            case UpsampleNearest up:
                return Functional.InterpolateNearest(x, x.Size(2) * up.Factor, x.Size(3) * up.Factor);
            case UpsampleBilinear up:
                return Functional.InterpolateBilinear(x, x.Size(2) * up.Factor, x.Size(3) * up.Factor, up.AlignCorners);
            case Concat:
                return Functional.Cat(Inputs, 1);
            case Add:
                Tensor sum = inPlace ? x.Add_(Inputs[1]) : x.Add(Inputs[1]);
                for (int i = 2; i < Inputs.Length; i++)
                {
                    sum.Add_(Inputs[i]);
                }

                return sum;
            case ScaleChannels:
                return inPlace ? x.Mul_(Inputs[1]) : x.Mul(Inputs[1]);
            case Multiply:
                Tensor product = inPlace ? x.Mul_(Inputs[1]) : x.Mul(Inputs[1]);
                for (int i = 2; i < Inputs.Length; i++)
                {
                    // Autograd needs the factors of every product, so a later one must not overwrite an earlier one.
                    product = trainable ? product.Mul(Inputs[i]) : product.Mul_(Inputs[i]);
                }

                return product;
            default:
                throw new GraphException($"{Node.Name}: libtorch has no executor for {Node.Operation.GetType().Name}");
        }
    }

    /// <summary>Frees the casts that were kept.</summary>
    public void DropCasts()
    {
        _weight.Drop();
        _bias.Drop();
    }

    /// <summary>Four convolutions, one for each phase, and their pixels woven together: [N, out, 2H, 2W].</summary>
    private static Tensor UpsampledConvolution(Tensor x, Tensor weight, Tensor? bias)
    {
        (long height, long width) = (x.Size(2), x.Size(3));
        Tensor padded = Functional.Pad(x, [1, 1, 1, 1]);
        var phases = new Tensor[UpsampledConv2d.Phases];
        for (int phase = 0; phase < phases.Length; phase++)
        {
            Tensor seen = padded.Narrow(2, phase / 2, height + 1).Narrow(3, phase % 2, width + 1);
            phases[phase] = Functional.Conv2d(seen, weight.Select(0, phase), bias);
        }

        Tensor y = Functional.Stack(phases, -1).View(x.Size(0), weight.Size(1), height, width, 2, 2);
        return y.Permute(0, 1, 2, 4, 3, 5).Reshape(x.Size(0), weight.Size(1), 2 * height, 2 * width);
    }

    /// <summary>A parameter in the type of the arithmetic: cast anew (through autograd) in a trainable network, else once.</summary>
    private sealed class Cast
    {
        private Tensor? _kept;

        public Tensor? Get(Tensor? tensor, ScalarType type, bool trainable)
        {
            if (tensor is null || type == ScalarType.Float32)
            {
                return tensor;
            }

            if (trainable)
            {
                return tensor.To(type);
            }

            if (_kept?.ScalarType != type)
            {
                Drop();
                _kept = tensor.To(type).DetachFromScope();
            }

            return _kept;
        }

        public void Drop()
        {
            _kept?.Dispose();
            _kept = null;
        }
    }
}
