using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Architectures;

/// <summary>
/// ResUNet++: residual blocks with squeeze and excitation, atrous spatial pyramid pooling as the bridge and before the head, attention
/// in the decoder. D. Jha et al., "ResUNet++: An Advanced Architecture for Medical Image Segmentation", IEEE ISM 2019,
/// arXiv 1911.07067. Layer names are those of the reference PyTorch definition's <c>state_dict</c>.
/// </summary>
public static class ResUNetPlusPlus
{
    /// <summary>Name of the architecture in catalogs and files.</summary>
    public const string Name = "resunetpp";

    /// <summary>Name of the same network with twice the channels.</summary>
    public const string WideName = "resunetpp-wide";

    private static readonly int[] Channels = [16, 32, 64, 128, 256];

    /// <summary>RGB in [0, 1] in, <c>logits</c> out, one plane a class. H and W must be multiples of 8.</summary>
    /// <param name="classes">Number of output planes, at least 1.</param>
    public static NetworkGraph Build(int classes = 1) => Build(Name, Channels, classes);

    /// <summary>The same with 32 to 512 channels: four times the parameters and the work. Its tensors have the same names.</summary>
    /// <param name="classes">Number of output planes, at least 1.</param>
    public static NetworkGraph BuildWide(int classes = 1) => Build(WideName, [.. Channels.Select(channels => 2 * channels)], classes);

    /// <param name="name">Name of the architecture.</param>
    /// <param name="width">Channels of the stem, of the three encoder blocks and of the bridge.</param>
    /// <param name="classes">Number of output planes.</param>
    private static NetworkGraph Build(string name, int[] width, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var g = new GraphBuilder(name, sizeMultiple: 8);
        Value x = g.Input(channels: 3);                                                  // [N,   3, H,   W  ], and as drawn in the paper:

        Value c1 = Stem(g.Stage("c1"), x, width[0]);                                     // [N,  16, H,   W  ]
        Value c2 = Residual(g.Stage("c2"), c1, width[1], stride: 2);                     // [N,  32, H/2, W/2]
        Value c3 = Residual(g.Stage("c3"), c2, width[2], stride: 2);                     // [N,  64, H/4, W/4]
        Value c4 = Residual(g.Stage("c4"), c3, width[3], stride: 2);                     // [N, 128, H/8, W/8]

        Value b1 = AtrousPyramid(g.Stage("b1"), c4, width[4]);                           // [N, 256, H/8, W/8]

        Value d1 = Decoder(g.Scope("d1"), skip: c3, b1, width[3]);                       // [N, 128, H/4, W/4]
        Value d2 = Decoder(g.Scope("d2"), skip: c2, d1, width[2]);                       // [N,  64, H/2, W/2]
        Value d3 = Decoder(g.Scope("d3"), skip: c1, d2, width[1]);                       // [N,  32, H,   W  ]

        Value pyramid = AtrousPyramid(g.Stage("aspp"), d3, width[0]);                    // [N,  16, H,   W  ]
        g.Output("logits", g.Conv2d("output", pyramid, classes, kernel: 1));             // [N,   K, H,   W  ]
        return g.Build();
    }

    private static Value Stem(GraphBuilder g, Value x, int channels)
    {
        Value y = g.Conv2d("c1.0", x, channels, kernel: 3, padding: 1);
        y = g.ReLU(g.BatchNorm2d("c1.1", y));
        y = g.Conv2d("c1.3", y, channels, kernel: 3, padding: 1);
        Value shortcut = g.BatchNorm2d("c2.1", g.Conv2d("c2.0", x, channels, kernel: 1));
        return SqueezeExcitation(g.Scope("attn"), g.Add(y, shortcut));
    }

    private static Value Residual(GraphBuilder g, Value x, int channels, int stride)
    {
        Value y = g.ReLU(g.BatchNorm2d("c1.0", x));
        y = g.Conv2d("c1.2", y, channels, kernel: 3, stride, padding: 1);                // [N, channels, H/stride, W/stride]
        y = g.ReLU(g.BatchNorm2d("c1.3", y));
        y = g.Conv2d("c1.5", y, channels, kernel: 3, padding: 1);
        Value shortcut = g.BatchNorm2d("c2.1", g.Conv2d("c2.0", x, channels, kernel: 1, stride));
        return SqueezeExcitation(g.Scope("attn"), g.Add(y, shortcut));
    }

    private static Value SqueezeExcitation(GraphBuilder g, Value x)
    {
        const int ratio = 8;
        Value factors = g.GlobalAveragePool(x);                                          // [N, C,   1, 1]
        factors = g.ReLU(g.Linear("net.0", factors, x.Channels / ratio, bias: false));   // [N, C/8, 1, 1]
        factors = g.Sigmoid(g.Linear("net.2", factors, x.Channels, bias: false));        // [N, C,   1, 1]
        return g.ScaleChannels(x, factors);                                              // [N, C,   H, W]
    }

    private static Value AtrousPyramid(GraphBuilder g, Value x, int channels)
    {
        Value Branch(string name, int rate) => g.BatchNorm2d($"{name}.1",
            g.Conv2d($"{name}.0", x, channels, kernel: 3, padding: rate, dilation: rate));

        Value sum = g.Add(Branch("c1", 1), Branch("c2", 6), Branch("c3", 12), Branch("c4", 18));
        return g.Conv2d("c5", sum, channels, kernel: 1);
    }

    private static Value Decoder(GraphBuilder g, Value skip, Value x, int channels)
    {
        Value attended = Attention(g.Stage("a1"), skip, x);                              // [N, Cx,      H,  W ]
        GraphBuilder residual = g.Stage("r1");
        Value up = residual.UpsampleNearest(attended, 2);                                // [N, Cx,      2H, 2W]
        Value joined = residual.Concat(up, skip);                                        // [N, Cx + Cg, 2H, 2W]
        return Residual(residual, joined, channels, stride: 1);                          // [N, channels, 2H, 2W]
    }

    /// <summary>Weighs <paramref name="x"/> [N, Cx, H, W] by what it and the skip connection [N, Cg, 2H, 2W] hold; no sigmoid.</summary>
    private static Value Attention(GraphBuilder g, Value skip, Value x)
    {
        Value fromSkip = g.Conv2d("g_conv.2", g.ReLU(g.BatchNorm2d("g_conv.0", skip)), x.Channels, kernel: 3, padding: 1);
        fromSkip = g.MaxPool2d(fromSkip, kernel: 2, stride: 2);                          // [N, Cx, H, W]
        Value fromX = g.Conv2d("x_conv.2", g.ReLU(g.BatchNorm2d("x_conv.0", x)), x.Channels, kernel: 3, padding: 1);
        Value sum = g.Add(fromSkip, fromX);
        Value attention = g.Conv2d("gc_conv.2", g.ReLU(g.BatchNorm2d("gc_conv.0", sum)), x.Channels, kernel: 3, padding: 1);
        return g.Multiply(attention, x);
    }
}
