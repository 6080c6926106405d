using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Tests.Compile;

/// <summary>
/// Small random networks that hold what the passes look for: pre-activations, squeeze and excitation, sums and concatenations of all kinds of
/// values, enlarged ones among them, read once, twice or as outputs.
/// </summary>
internal sealed class RandomGraph
{
    private const int Steps = 14;
    private const int LargestSide = 128;

    private readonly Random _random;
    private readonly GraphBuilder _g = new("random", 8);
    private readonly List<Value> _values = [];
    private readonly HashSet<int> _read = [];
    private int _names;

    private RandomGraph(int seed) => _random = new Random(seed);

    /// <summary>The graph of a seed.</summary>
    public static NetworkGraph Create(int seed) => new RandomGraph(seed).Build();

    private NetworkGraph Build()
    {
        _values.Add(_g.Conv2d(Name(), _g.Input(3), 6, kernel: 3, padding: 1));
        for (int step = 0; step < Steps; step++)
        {
            _values.Add(Next());
        }

        foreach (Value value in _values.Where(value => !_read.Contains(value.Node) || _random.Next(12) == 0))
        {
            _g.Output($"out{value.Node}", value);
        }

        return _g.Build();
    }

    private Value Next()
    {
        Value x = Pick();
        switch (_random.Next(13))
        {
            case 0 or 1:
                return Convolution(x);
            case 2:
                return _g.ReLU(_g.BatchNorm2d(Name(), x));
            case 3:
                return _g.BatchNorm2d(Name(), x);
            case 4 when x.Shape.Height < LargestSide:
                return _g.UpsampleNearest(x, factor: 2);
            case 5 when x.Shape.Height < LargestSide:
                return _g.ConvTranspose2d(Name(), x, Channels(), kernel: 2, stride: 2, bias: Coin());
            case 6:
                Value factors = _g.Sigmoid(_g.Linear(Name(), _g.GlobalAveragePool(x), x.Channels, bias: false));
                return _g.ScaleChannels(x, factors);
            case 7 when x.Shape.Height >= 32:
                return _g.MaxPool2d(x, kernel: 2, stride: 2);
            case 8 or 9:
                Value joined = _g.Concat(x, Enlarged(x), SameSize(x));
                return Coin() ? joined : Convolution(_g.ReLU(_g.BatchNorm2d(Name(), joined)));
            case 10:
                int channels = Channels();
                Value sum = _g.Add(Square(x, channels), Square(SameSize(x), channels));
                return Pointwise(Coin() ? _g.BatchNorm2d(Name(), sum) : Pointwise(sum));
            case 11:
                return _g.Multiply(x, Square(x, x.Channels));
            case 12 when x.Shape.Height < LargestSide:
                return _g.UpsampleBilinear(x, factor: 2, alignCorners: Coin());
            default:
                return _g.Add(x, Square(x, x.Channels), Square(Enlarged(x), x.Channels));
        }
    }

    private Value Convolution(Value x) => _random.Next(5) switch
    {
        0 => Pointwise(Square(x, Channels())),
        1 when x.Shape.Height >= 32 => _g.Conv2d(Name(), x, Channels(), kernel: 3, stride: 2, padding: 1),
        2 => _g.Conv2d(Name(), x, Channels(), kernel: 3, padding: 2, dilation: 2, bias: Coin()),
        _ => _g.Conv2d(Name(), x, Channels(), kernel: 3, padding: 1, bias: Coin()),
    };

    private Value Pointwise(Value x) => _g.Conv2d(Name(), x, Channels(), kernel: 1, bias: Coin());

    private Value Square(Value x, int channels) => Coin()
        ? _g.Conv2d(Name(), x, channels, kernel: 1, bias: Coin())
        : _g.Conv2d(Name(), x, channels, kernel: 3, padding: 1, bias: Coin());

    /// <summary>A value of x's size that was half as large before.</summary>
    private Value Enlarged(Value x) => _g.UpsampleNearest(_g.Conv2d(Name(), x, Channels(), kernel: 3, stride: 2, padding: 1), factor: 2);

    private Value SameSize(Value x)
    {
        Value[] suitable = [.. _values.Where(value => value.Shape.Height == x.Shape.Height)];
        return Read(suitable[_random.Next(suitable.Length)]);
    }

    // Later values more often, so that the network is deep and not only wide.
    private Value Pick() => Read(_values[^(1 + Math.Min(_random.Next(_values.Count), _random.Next(_values.Count)))]);

    private Value Read(Value value)
    {
        _read.Add(value.Node);
        return value;
    }

    private int Channels() => 2 + _random.Next(7);

    private bool Coin() => _random.Next(2) == 0;

    private string Name() => $"layer{++_names}";
}
