using System.Collections.Immutable;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>
/// Turns a compiled network into steps of the CPU engine. Convolutions become oneDNN's; what lies between them becomes passes, each of which
/// reads its values once and writes all that follows from them; sums of convolutions accumulate in place.
/// </summary>
/// <remarks>
/// A node's value is <em>plain</em> where passes read it (f32, or bf16 in the engines of 16 and 8 bits), <em>typed</em> where convolutions
/// do (f32, bf16, or 8 bits with a scale for each channel). Element-by-element nodes have no place of their own: a pass computes them where
/// they are read.
/// </remarks>
internal sealed partial class NetworkLowering
{
    private readonly NetworkGraph _graph;
    private readonly Weights.WeightSet _weights;
    private readonly LoweringOptions _options;
    private readonly ImmutableArray<TensorShape> _shapes;
    private readonly List<int>[] _readers;
    private readonly List<PlannedStep> _steps = [];
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<int, Slot> _plain = [];
    private readonly Dictionary<Demand, Slot> _typed = [];
    private readonly Dictionary<int, Slot> _sums = [];
    private readonly HashSet<int> _lowered = [];
    private readonly List<Demand> _demands = [];
    private readonly HashSet<int> _vectors = [];
    private readonly Dictionary<int, int[]> _projections;

    private NetworkLowering(CompiledNetwork network, LoweringOptions options)
    {
        _graph = network.Graph.PartFor(network.Graph.Outputs);
        _weights = network.Weights;
        _options = options;
        _shapes = _graph.InferShapes(1, options.Height, options.Width);
        _readers = [.. _graph.Nodes.Select(_ => new List<int>())];
        for (int i = 0; i < _graph.Nodes.Length; i++)
        {
            foreach (int input in _graph.Nodes[i].Inputs)
            {
                _readers[input].Add(i);
            }

            // Not by its shape: of a small picture a map has one pixel too.
            if (_graph.Nodes[i] is { Operation: GlobalAveragePool } || (i > 0 && _graph.Nodes[i].Inputs.All(_vectors.Contains)))
            {
                _vectors.Add(i);
            }
        }

        _projections = FindProjections();
        PlainType = options.Precision == EnginePrecision.Float32 || !options.KeepsBFloat16 ? NumberType.Float32 : NumberType.BFloat16;
    }

    private NumberType PlainType { get; }

    private bool IsInt8 => _options.Precision == EnginePrecision.Int8;

    /// <summary>Plans the steps.</summary>
    /// <exception cref="VideoSegException">The calibration does not fit (<see cref="FaultKind.Input"/>), or an operation is unknown to the engine (<see cref="FaultKind.Engine"/>).</exception>
    public static EnginePlan Lower(CompiledNetwork network, LoweringOptions options)
    {
        var lowering = new NetworkLowering(network, options);
        lowering.CollectDemands();
        Slot result = lowering.LowerAll();
        long bytes = ArenaPlan.Place(lowering._slots, options.ReuseMemory);
        return new EnginePlan(
            [.. lowering._steps],
            bytes,
            result,
            [.. lowering._typed.Select(pair => KeyValuePair.Create(lowering._graph.Nodes[pair.Key.Node].Name, pair.Value))],
            [.. lowering._slots]);
    }

    /// <summary>Whether all operations of a network, before it is compiled, are known here.</summary>
    public static bool Knows(NetworkGraph graph) => graph.Nodes.All(node => node.Operation is Input or Conv2d or BatchNorm2d or ReLU or Sigmoid or Linear
        or GlobalAveragePool or ScaleChannels or Add or Multiply or Concat
        or MaxPool2d { Kernel: 2, Stride: 2 } or UpsampleNearest { Factor: 2 } or UpsampleBilinear { Factor: 2 } or ConvTranspose2d { Kernel: 2, Stride: 2, Padding: 0 });

    private Slot LowerAll()
    {
        Slot result = NewResult();
        for (int node = 0; node < _graph.Nodes.Length; node++)
        {
            switch (_graph.Nodes[node].Operation)
            {
                case Input input:
                    LowerInput(node, input);
                    break;
                case Conv2d convolution when !IsProjected(node):
                    LowerConvolution(node, convolution);
                    break;
                case UpsampledConv2d convolution:
                    LowerUpsampled(node, convolution);
                    break;
                case ConvTranspose2d convolution:
                    LowerTransposed(node, convolution);
                    break;
                case GlobalAveragePool:
                    LowerMean(node);
                    break;
                case Linear linear:
                    LowerLinear(node, linear);
                    break;
            }

            _lowered.Add(node);
            for (int i = 0; i < _graph.Outputs.Length; i++)
            {
                if (_graph.Outputs[i].Node == node)
                {
                    LowerOutput(node, result, i);
                }
            }
        }

        return result;
    }

    /// <summary>Room for the planes of all outputs, one output after the other.</summary>
    private Slot NewResult()
    {
        TensorShape[] shapes = [.. _graph.Outputs.Select(output => _shapes[output.Node])];
        return shapes.All(shape => shape == shapes[0])
            ? NewSlot("result", NumberType.Float32, shapes[0].Height, shapes[0].Width, shapes.Sum(shape => shape.Channels))
            : throw new VideoSegException(FaultKind.Engine, $"expected outputs of one shape, found {string.Join(", ", shapes)}; use --engine libtorch");
    }

    private void LowerOutput(int node, Slot result, int index)
    {
        long place = index * (result.Bytes / _graph.Outputs.Length);
        if (_projections.TryGetValue(node, out int[]? projection))
        {
            LowerProjection(projection, result, place);
            return;
        }

        Slot plain = Plain(node);
        AddStep("result", 0, false, [plain, result], program => program.AddPlanes(plain.Layout, result.Offset + place));
    }

    /// <summary>What passes will have to write, so that one pass can write all that follows from what it reads.</summary>
    private void CollectDemands()
    {
        for (int i = 0; i < _graph.Nodes.Length; i++)
        {
            Node node = _graph.Nodes[i];
            foreach (int input in node.Inputs)
            {
                switch (node.Operation)
                {
                    case Conv2d convolution when !IsProjected(i):
                        Want(input, ReadsEverySecond(convolution, input) ? DemandForm.TypedEverySecond : DemandForm.Typed);
                        break;
                    case UpsampledConv2d or ConvTranspose2d:
                        Want(input, DemandForm.Typed);
                        break;
                    case Conv2d or UpsampleNearest or UpsampleBilinear or MaxPool2d:
                        Want(input, DemandForm.Plain);
                        break;
                }
            }
        }

        void Want(int node, DemandForm form)
        {
            var demand = new Demand(node, form);
            if (IsElementwise(node) && !_demands.Contains(demand))
            {
                _demands.Add(demand);
            }
        }
    }

    /// <summary>Whether a pass computes it where it is read.</summary>
    private bool IsElementwise(int node) => _graph.Nodes[node].Operation is Add or Multiply or ScaleChannels or ScaleShift or ReLU or BatchNorm2d
        && !_vectors.Contains(node);

    /// <summary>A 1x1 convolution of stride 2 looks at a quarter of the pixels; a pass that writes its input writes no others.</summary>
    private bool ReadsEverySecond(Conv2d convolution, int input) =>
        convolution is { Kernel: 1, Stride: 2, Padding: 0 } && IsElementwise(input) && !HasOwnSlot(input);

    private Slot NewSlot(string name, NumberType type, int height, int width, int channels, int maps = 1, float[]? scales = null)
    {
        bool isBlocked = _options is { ChannelBlock: > 0, Precision: EnginePrecision.Float32 } && channels % _options.ChannelBlock == 0;
        var slot = new Slot(name, type, height, width, channels, maps) { Scales = scales, Block = isBlocked ? _options.ChannelBlock : channels };
        _slots.Add(slot);
        return slot;
    }

    private Slot NewSlot(int node, NumberType type, float[]? scales = null) =>
        NewSlot(_graph.Nodes[node].Name, type, _shapes[node].Height, _shapes[node].Width, _shapes[node].Channels, scales: scales);

    private void AddStep(string name, long multiplyAccumulates, bool isInt8, IEnumerable<Slot> slots, Action<OneDnnProgram> emit)
    {
        foreach (Slot slot in slots)
        {
            slot.Touch(_steps.Count);
        }

        _steps.Add(new PlannedStep(name, multiplyAccumulates, isInt8, emit));
    }

    private float[] Floats(int node, string parameter) => _weights.GetFloats($"{_graph.Nodes[node].Name}.{parameter}");

    private float[] BiasOf(int node, int channels, bool hasBias) => hasBias ? Floats(node, "bias") : new float[channels];
}
