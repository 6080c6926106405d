using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Torch;

/// <summary>One node of a network on libtorch: its tensors and how it is computed. The tensors belong to the <see cref="TorchNetwork"/>.</summary>
internal sealed class TorchLayer(Node node, bool trainable, MemoryFormat layout)
{
    private readonly TorchCast _weight = new(trainable, Form(node, trainable, layout));
    private readonly TorchCast _bias = new(trainable, FormOfBias(node, trainable));
    private Tensor[] _room = [];
    private bool _cannotFuse;

    /// <summary>A layer of a <see cref="TorchNetwork.Twin"/>.</summary>
    /// <param name="original">The layer whose casts are shared.</param>
    /// <param name="tensors">The twin's own handles of the tensors, by name.</param>
    public TorchLayer(TorchLayer original, Func<string, Tensor> tensors)
        : this(original.Node, trainable: false, original.Layout)
    {
        foreach (ParameterSpecification parameter in Node.Parameters)
        {
            switch (parameter.Role)
            {
                case ParameterRole.Weight or ParameterRole.Scale:
                    Weight = tensors(parameter.Name);
                    break;
                case ParameterRole.Bias or ParameterRole.Shift:
                    Bias = tensors(parameter.Name);
                    break;
                case ParameterRole.RunningMean:
                    RunningMean = tensors(parameter.Name);
                    break;
                case ParameterRole.RunningVariance:
                    RunningVariance = tensors(parameter.Name);
                    break;
            }
        }

        _weight.Share(original._weight);
        _bias.Share(original._bias);
        (BatchCount, _cannotFuse) = (original.BatchCount, original._cannotFuse);
    }

    public Node Node { get; } = node;

    public MemoryFormat Layout { get; } = layout;

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
                return Functional.Conv2d(x, _weight.Get(Weight, type)!, _bias.Get(Bias, type), conv.Stride, conv.Padding, conv.Dilation);
            case ConvTranspose2d conv:
                return Functional.ConvTranspose2d(x, _weight.Get(Weight, type)!, _bias.Get(Bias, type), conv.Stride, conv.Padding);
            case Linear:
                Tensor y = Functional.Linear(x.Flatten(1), _weight.Get(Weight, type)!, _bias.Get(Bias, type));
                return y.View(y.Size(0), y.Size(1), 1, 1);
            case BatchNorm2d norm:
                BatchCount += training ? 1 : 0;
                return Functional.BatchNorm(x, Weight, Bias, RunningMean, RunningVariance, training, norm.Momentum, norm.Epsilon);
            case UpsampledConv2d when trainable:
                return UpsampledConvolution(x, _weight.Get(Weight, type)!, _bias.Get(Bias, type));
            case UpsampledConv2d up:
                return Weave(Functional.Conv2d(x, _weight.Get(Weight, type)!, _bias.Get(Bias, type), padding: 1), up.OutChannels, x);
            case ScaleShift affine:
                Tensor scale = _weight.Get(Weight, type)!.View(1, -1, 1, 1);
                Tensor shifted = _bias.Get(Bias, type)!.View(1, -1, 1, 1).AddCMul(x, Inputs.Length > 1 ? Inputs[1].Mul(scale) : scale);
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

    /// <summary>Computes max(0, convolution of the first input + the sum of the others), in one kernel where the GPU has it.</summary>
    public Tensor ExecuteWithRelu(ReadOnlySpan<Tensor> inputs, ScalarType type)
    {
        Tensor x = inputs[0];
        Tensor? addend = Sum(inputs[1..]);
        if (!_cannotFuse && type != ScalarType.Float32 && x.Device.Kind == DeviceKind.Cuda)
        {
            try
            {
                return ConvolutionWithRelu(x, addend, type, fused: true);
            }
            catch (TorchException)
            {
                // cuDNN has no kernel for it: seen when the network is warmed up, and never tried again. What else is wrong fails again below.
                _cannotFuse = true;
            }
        }

        return ConvolutionWithRelu(x, addend, type, fused: false);
    }

    /// <summary>Room for this many inputs, kept.</summary>
    public Tensor[] Room(int count) => _room.Length == count ? _room : _room = new Tensor[count];

    /// <summary>Casts the weights now.</summary>
    public void Prepare(ScalarType type)
    {
        // Statistics and factors of a normalisation stay as they are.
        if (Node.Operation is not BatchNorm2d)
        {
            _weight.Get(Weight, type);
            _bias.Get(Bias, type);
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

    /// <summary>For inference all phases are outputs of one convolution: its kernels stand one after the other, [4 out, in, 2, 2].</summary>
    private static Func<Tensor, Tensor>? Form(Node node, bool trainable, MemoryFormat layout) => node.Operation is UpsampledConv2d up && !trainable
        ? kernels => kernels.View(UpsampledConv2d.Phases * up.OutChannels, up.InChannels, UpsampledConv2d.Kernel, UpsampledConv2d.Kernel).Contiguous(layout)
        : null;

    private static Func<Tensor, Tensor>? FormOfBias(Node node, bool trainable) => node.Operation is UpsampledConv2d && !trainable
        ? bias => Functional.Cat([bias, bias, bias, bias], 0)
        : null;

    private static Tensor? Sum(ReadOnlySpan<Tensor> addends)
    {
        Tensor? sum = addends.Length > 0 ? addends[0] : null;
        for (int i = 1; i < addends.Length; i++)
        {
            sum = i == 1 ? sum!.Add(addends[i]) : sum!.Add_(addends[i]);
        }

        return sum;
    }

    /// <summary>
    /// Puts the phases in place: [N, 4 out, H + 1, W + 1], computed with a padding of 1, to [N, out, 2H, 2W]. Pixel (i, j) of phase (r, c) is the
    /// convolution's at (i + r, j + c).
    /// </summary>
    private Tensor Weave(Tensor phases, long channels, Tensor x)
    {
        (long height, long width) = (x.Size(2), x.Size(3));
        Tensor y = Tensor.Empty([x.Size(0), channels, 2 * height, 2 * width], x.ScalarType, x.Device, Layout);
        for (int phase = 0; phase < UpsampledConv2d.Phases; phase++)
        {
            (int row, int column) = (phase / 2, phase % 2);
            y.Slice(2, row, 2 * height, 2).Slice(3, column, 2 * width, 2)
                .Copy_(phases.Narrow(1, phase * channels, channels).Narrow(2, row, height).Narrow(3, column, width));
        }

        return y;
    }

    private Tensor ConvolutionWithRelu(Tensor x, Tensor? addend, ScalarType type, bool fused)
    {
        (Tensor weight, Tensor? bias) = (_weight.Get(Weight, type)!, _bias.Get(Bias, type));
        return Node.Operation switch
        {
            UpsampledConv2d up => Weave(Functional.Conv2dRelu(x, weight, bias, addend, padding: 1, fused: fused), up.OutChannels, x),
            Conv2d conv => Functional.Conv2dRelu(x, weight, bias, addend, conv.Stride, conv.Padding, conv.Dilation, fused),
            Operation other => throw new GraphException($"{Node.Name}: expected a convolution, got {other.GetType().Name}"),
        };
    }
}
