using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.OneDnn.Interop;

namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>Convolutions, their sums, and what they read.</summary>
internal sealed partial class NetworkLowering
{
    private void LowerInput(int node, Input input)
    {
        // Pictures have 8 bits, so 255 steps from 0 to 1 lose next to nothing.
        float[]? scales = IsInt8 ? [.. Enumerable.Repeat(1 / 255f, input.Channels)] : null;
        Slot slot = NewSlot(node, IsInt8 ? NumberType.UInt8 : PlainType, scales);
        if (_options.ChannelBlock > 0 && slot.Type == NumberType.Float32)
        {
            // Planes, as the picture comes: what oneDNN wants before the first convolution to blocks.
            slot.Block = 1;
        }

        _typed[new(node, DemandForm.Typed)] = slot;
        if (!IsInt8)
        {
            _plain[node] = slot;
        }

        AddStep("input", 0, false, [slot], program => program.AddInput(slot.Layout, scales is null ? 1 : 255));
    }

    private void LowerConvolution(int node, Conv2d convolution)
    {
        int input = _graph.Nodes[node].Inputs[0];
        bool everySecond = ReadsEverySecond(convolution, input);
        Slot source = Typed(new(input, everySecond ? DemandForm.TypedEverySecond : DemandForm.Typed));
        (Slot destination, bool accumulate, bool relu) = Destination(node);
        int extent = ((convolution.Kernel - 1) * convolution.Dilation) + 1;
        var native = new NativeConvolution
        {
            Kernel = convolution.Kernel,
            Stride = everySecond ? 1 : convolution.Stride,
            Dilation = convolution.Dilation,
            PadTop = convolution.Padding,
            PadLeft = convolution.Padding,
            PadBottom = everySecond ? 0 : Rest(destination.Height, source.Height),
            PadRight = everySecond ? 0 : Rest(destination.Width, source.Width),
            Accumulate = accumulate ? 1 : 0,
            Relu = relu ? 1 : 0,
        };
        AddConvolution(node, native, source, destination, map: 0, Floats(node, "weight"), BiasOf(node, convolution.OutChannels, convolution.Bias), MacsOf(node));

        // Where the stride does not divide, the far edge is not padded in full.
        int Rest(int outputs, int inputs) => ((outputs - 1) * convolution.Stride) + extent - inputs - convolution.Padding;
    }

    private void LowerUpsampled(int node, UpsampledConv2d convolution)
    {
        Slot source = Typed(new(_graph.Nodes[node].Inputs[0], DemandForm.Typed));
        Slot destination = NewPhases(node, source, convolution.OutChannels);
        float[] weights = Floats(node, "weight");
        int size = weights.Length / UpsampledConv2d.Phases;
        for (int phase = 0; phase < UpsampledConv2d.Phases; phase++)
        {
            (int row, int column) = (phase / 2, phase % 2);
            var native = new NativeConvolution
            {
                Kernel = UpsampledConv2d.Kernel,
                Stride = 1,
                Dilation = 1,
                PadTop = 1 - row,
                PadLeft = 1 - column,
                PadBottom = row,
                PadRight = column,
            };
            AddConvolution(
                node, native, source, destination, phase, weights.AsSpan(phase * size, size).ToArray(), BiasOf(node, convolution.OutChannels, convolution.Bias),
                MacsOf(node) / UpsampledConv2d.Phases);
        }
    }

    /// <summary>A transposed convolution of kernel and stride 2 is a 1x1 convolution for each phase of its output.</summary>
    private void LowerTransposed(int node, ConvTranspose2d convolution)
    {
        if (convolution is not { Kernel: 2, Stride: 2, Padding: 0 })
        {
            throw new VideoSegException(FaultKind.Engine,
                $"{_graph.Nodes[node].Name}: the CPU engine knows transposed convolutions of kernel and stride 2, found kernel {convolution.Kernel}, stride {convolution.Stride}; use --engine libtorch");
        }

        Slot source = Typed(new(_graph.Nodes[node].Inputs[0], DemandForm.Typed));
        Slot destination = NewPhases(node, source, convolution.OutChannels);
        float[] weights = Floats(node, "weight"); // [in, out, 2, 2]
        for (int phase = 0; phase < 4; phase++)
        {
            var kernel = new float[convolution.OutChannels * convolution.InChannels];
            for (int o = 0; o < convolution.OutChannels; o++)
            {
                for (int i = 0; i < convolution.InChannels; i++)
                {
                    kernel[(o * convolution.InChannels) + i] = weights[(((i * convolution.OutChannels) + o) * 4) + phase];
                }
            }

            AddConvolution(
                node, new NativeConvolution { Kernel = 1, Stride = 1, Dilation = 1 }, source, destination, phase, kernel,
                BiasOf(node, convolution.OutChannels, convolution.Bias), MacsOf(node) / 4);
        }
    }

    private Slot NewPhases(int node, Slot source, int channels) =>
        _plain[node] = NewSlot(_graph.Nodes[node].Name, PlainType, source.Height, source.Width, channels, maps: 4);

    private void AddConvolution(
        int node, NativeConvolution convolution, Slot source, Slot destination, int map, float[] weights, float[] bias, long multiplyAccumulates)
    {
        string name = _graph.Nodes[node].Name;
        if (!IsInt8)
        {
            convolution.WeightsType = (int)PlainType;
            AddStep(name, multiplyAccumulates, false, [source, destination], program => program.AddConvolution(Placed(), weights, bias));
            return;
        }

        ProductSums sums = !_options.AddsPairs ? ProductSums.Wide : source.Type == NumberType.UInt8 ? ProductSums.Pairs : ProductSums.Halved;
        QuantizedKernel kernel = QuantizedKernel.Of(weights, bias.Length, source.Scales, sums);
        var scales = new float[bias.Length];
        var offsets = new float[bias.Length];
        for (int o = 0; o < scales.Length; o++)
        {
            // oneDNN adds the bias to the sum of products before the scale.
            offsets[o] = bias[o] / kernel.Scales[o];
            scales[o] = kernel.Scales[o] / (destination.Scales?[o] ?? 1);
        }

        convolution.WeightsType = (int)NumberType.Int8;
        AddStep(name, multiplyAccumulates, true, [source, destination], program => program.AddConvolution(Placed(), kernel.Weights, offsets, scales));

        NativeConvolution Placed() => convolution with { Source = source.Layout.ToNative(), Destination = destination.Map(map).ToNative() };
    }

    private long MacsOf(int node) =>
        _graph.Nodes[node].Operation.CountMultiplyAccumulates([.. _graph.Nodes[node].Inputs.Select(input => _shapes[input])], _shapes[node]);

    /// <summary>Where a convolution writes to: the sum that it is part of, or a place of its own, behind the ReLU that alone reads it.</summary>
    private (Slot Slot, bool Accumulate, bool Relu) Destination(int node)
    {
        if (SumOf(node) is { } sum)
        {
            int[] parts = [.. _graph.Nodes[sum].Inputs.Where(input => SumOf(input) == sum)];
            bool isLast = node == parts.Max();
            int? after = isLast && parts.Length == _graph.Nodes[sum].Inputs.Length ? OnlyRelu(sum) : null;
            bool accumulate = _sums.TryGetValue(sum, out Slot? slot);
            if (slot is null)
            {
                _sums[sum] = slot = NewSlot(sum, PlainType);
            }

            if (isLast && parts.Length == _graph.Nodes[sum].Inputs.Length)
            {
                Publish(after ?? sum, slot);
            }

            return (slot, accumulate, after is not null);
        }

        int value = OnlyRelu(node) ?? node;
        bool isTyped = IsInt8 && IsReadTyped(value);
        Slot own = isTyped ? NewTyped(value, _shapes[value].Height, _shapes[value].Width) : NewSlot(value, PlainType);
        Publish(value, own);
        return (own, false, value != node);
    }

    /// <summary>Whether only convolutions read a value, as it is, in another size or beside others: then 8 bits lose nothing more.</summary>
    private bool IsReadTyped(int value) => _graph.Outputs.All(output => output.Node != value) && _readers[value].TrueForAll(reader => _graph.Nodes[reader].Operation switch
    {
        Conv2d => !IsProjected(reader),
        UpsampledConv2d or ConvTranspose2d => true,
        MaxPool2d or UpsampleNearest or UpsampleBilinear or Concat => IsReadTyped(reader),
        _ => false,
    });

    /// <summary>Makes a finished value known under the forms that it serves.</summary>
    private void Publish(int value, Slot slot)
    {
        if (slot.Scales is null)
        {
            _plain[value] = slot;
        }

        if (slot.Scales is not null || !IsInt8)
        {
            _typed[new(value, DemandForm.Typed)] = slot;
        }
    }

    /// <summary>The ReLU that alone reads a value.</summary>
    private int? OnlyRelu(int node) =>
        _readers[node].Count == 1 && _graph.Nodes[_readers[node][0]].Operation is ReLU && !_graph.Outputs.Any(output => output.Node == node) ? _readers[node][0] : null;

    /// <summary>The sum that alone reads a convolution.</summary>
    private int? SumOf(int node) =>
        _graph.Nodes[node].Operation is Conv2d && _readers[node].Count == 1 && _graph.Nodes[_readers[node][0]].Operation is Add
        && !_graph.Outputs.Any(output => output.Node == node) ? _readers[node][0] : null;

    /// <summary>Whether a convolution leaves the value in memory, so that no pass has to.</summary>
    private bool HasOwnSlot(int node) => _plain.ContainsKey(node) || _typed.ContainsKey(new(node, DemandForm.Typed));

    private Slot NewTyped(int node, int height, int width)
    {
        if (!IsInt8)
        {
            return NewSlot(_graph.Nodes[node].Name, PlainType, height, width, _shapes[node].Channels);
        }

        bool isUnsigned = IsNonNegative(node);
        float[] range = _options.Ranges?.Of(_graph.Nodes[node].Name, _shapes[node].Channels)
            ?? throw new VideoSegException(FaultKind.Input, "expected a calibration for 8 bits, found none");
        float[] scales = [.. range.Select(most => Math.Max(most, 1e-6f) / (isUnsigned ? 255 : 127))];
        return NewSlot(_graph.Nodes[node].Name, isUnsigned ? NumberType.UInt8 : NumberType.Int8, height, width, _shapes[node].Channels, scales: scales);
    }

    private bool IsNonNegative(int node) => _graph.Nodes[node].Operation switch
    {
        ReLU or ScaleShift { Relu: true } => true,
        MaxPool2d or UpsampleNearest or UpsampleBilinear or Concat or Add => _graph.Nodes[node].Inputs.All(IsNonNegative),
        _ => false,
    };
}
