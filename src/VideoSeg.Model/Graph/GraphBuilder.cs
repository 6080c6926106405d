using System.Collections.Immutable;
using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Graph;

/// <summary>
/// Builds a <see cref="NetworkGraph"/> in the style of Keras' functional API: each layer takes values and returns a value.
/// Scopes give the layers hierarchical names, which are the names of their tensors in a <c>state_dict</c>. Shapes are checked as
/// layers are added: a misfit throws an <see cref="GraphException"/>.
/// </summary>
public sealed class GraphBuilder
{
    private const int NominalMultiples = 16;

    private readonly Draft _draft;
    private readonly string _prefix;
    private readonly string _stage;

    /// <summary>Starts a graph.</summary>
    /// <param name="name">Name of the architecture.</param>
    /// <param name="sizeMultiple">What the input's height and width must be multiples of.</param>
    public GraphBuilder(string name, int sizeMultiple)
        : this(new Draft(name, sizeMultiple), "", "")
    {
    }

    private GraphBuilder(Draft draft, string prefix, string stage)
    {
        _draft = draft;
        _prefix = prefix;
        _stage = stage;
    }

    /// <summary>The same graph, with <paramref name="name"/> and a dot before the names of layers added through the result.</summary>
    public GraphBuilder Scope(string name) => new(_draft, $"{_prefix}{name}.", _stage);

    /// <summary>A scope whose layers are counted together under its name; a layer outside any stage is a stage of its own.</summary>
    public GraphBuilder Stage(string name) => new(_draft, $"{_prefix}{name}.", $"{_prefix}{name}");

    /// <summary>The picture: [N, channels, H, W].</summary>
    public Value Input(int channels)
    {
        int nominal = NominalMultiples * _draft.SizeMultiple;
        return Append("input", new Input(channels), [], new(1, channels, nominal, nominal));
    }

    /// <summary>Convolution to <paramref name="channels"/> channels.</summary>
    public Value Conv2d(string name, Value x, int channels, int kernel, int stride = 1, int padding = 0, int dilation = 1, bool bias = true) =>
        Add(name, new Conv2d(x.Channels, channels, kernel, stride, padding, dilation, bias), x);

    /// <summary>Transposed convolution to <paramref name="channels"/> channels.</summary>
    public Value ConvTranspose2d(string name, Value x, int channels, int kernel, int stride = 1, int padding = 0, bool bias = true) =>
        Add(name, new ConvTranspose2d(x.Channels, channels, kernel, stride, padding, bias), x);

    /// <summary>Batch normalisation.</summary>
    public Value BatchNorm2d(string name, Value x) => Add(name, new BatchNorm2d(x.Channels), x);

    /// <summary>Linear layer on a vector.</summary>
    public Value Linear(string name, Value x, int channels, bool bias = true) => Add(name, new Linear(x.Channels, channels, bias), x);

    /// <summary>max(0, x).</summary>
    public Value ReLU(Value x) => Add("relu", new ReLU(), x);

    /// <summary>Logistic function.</summary>
    public Value Sigmoid(Value x) => Add("sigmoid", new Sigmoid(), x);

    /// <summary>Mean of each channel.</summary>
    public Value GlobalAveragePool(Value x) => Add("pool", new GlobalAveragePool(), x);

    /// <summary>Each channel of <paramref name="x"/> times its factor.</summary>
    public Value ScaleChannels(Value x, Value factors) => Add("scale", new ScaleChannels(), x, factors);

    /// <summary>Largest value of each window.</summary>
    public Value MaxPool2d(Value x, int kernel, int stride) => Add("maxpool", new MaxPool2d(kernel, stride), x);

    /// <summary>Pixels repeated.</summary>
    public Value UpsampleNearest(Value x, int factor) => Add("upsample", new UpsampleNearest(factor), x);

    /// <summary>Bilinear enlargement.</summary>
    public Value UpsampleBilinear(Value x, int factor, bool alignCorners) => Add("upsample", new UpsampleBilinear(factor, alignCorners), x);

    /// <summary>Channels of all values, in order.</summary>
    public Value Concat(params ReadOnlySpan<Value> values) => Add("concat", new Concat(), values);

    /// <summary>Sum of values of one shape.</summary>
    public Value Add(params ReadOnlySpan<Value> values) => Add("add", new Add(), values);

    /// <summary>Product, element by element, of values of one shape.</summary>
    public Value Multiply(params ReadOnlySpan<Value> values) => Add("multiply", new Multiply(), values);

    /// <summary>Makes a value a result of the network; the first one named is the main one.</summary>
    public void Output(string name, Value value) => _draft.Outputs.Add(new(name, value.Node));

    /// <summary>The finished graph.</summary>
    public NetworkGraph Build() => new(_draft.Name, _draft.SizeMultiple, _draft.Nodes.ToImmutable(), _draft.Outputs.ToImmutable());

    private Value Add(string name, Operation operation, params ReadOnlySpan<Value> inputs)
    {
        var shapes = new TensorShape[inputs.Length];
        var indices = new int[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            shapes[i] = inputs[i].Shape;
            indices[i] = inputs[i].Node;
        }

        return Append(name, operation, ImmutableArray.Create(indices), operation.InferShape(shapes));
    }

    private Value Append(string name, Operation operation, ImmutableArray<int> inputs, TensorShape shape)
    {
        string full = _prefix + name;
        bool named = !operation.Parameters.IsEmpty;
        for (int n = 2; !_draft.Names.Add(full); n++)
        {
            full = named ? throw new GraphException($"layer {full} is there already") : $"{_prefix}{name}_{n}";
        }

        _draft.Nodes.Add(new(full, _stage.Length > 0 ? _stage : full, operation, inputs));
        return new(_draft.Nodes.Count - 1, shape);
    }

    private sealed class Draft(string name, int sizeMultiple)
    {
        public string Name { get; } = name;

        public int SizeMultiple { get; } = sizeMultiple;

        public ImmutableArray<Node>.Builder Nodes { get; } = ImmutableArray.CreateBuilder<Node>();

        public ImmutableArray<GraphOutput>.Builder Outputs { get; } = ImmutableArray.CreateBuilder<GraphOutput>();

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
    }
}
