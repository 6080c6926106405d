using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Architectures;

/// <summary>
/// ResUNet: U-Net of pre-activated residual blocks, which halve the size by their strides. Z. Zhang et al., "Road Extraction by Deep Residual
/// U-Net", IEEE GRSL 2018, arXiv 1711.10684. Layers are named as in <see cref="ResUNetPlusPlus"/>, which grew out of it.
/// </summary>
public static class ResUNet
{
    /// <summary>Name of the architecture in catalogs and files.</summary>
    public const string Name = "resunet";

    /// <summary>RGB in [0, 1] in, <c>logits</c> out, one plane a class. H and W must be multiples of 8.</summary>
    /// <param name="classes">Number of output planes, at least 1.</param>
    public static NetworkGraph Build(int classes = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var g = new GraphBuilder(Name, sizeMultiple: 8);
        Value x = g.Input(channels: 3);                                    // [N,   3, H,   W  ]

        Value c1 = Stem(g.Stage("c1"), x, 64);                             // [N,  64, H,   W  ]
        Value c2 = Residual(g.Stage("c2"), c1, 128, stride: 2);            // [N, 128, H/2, W/2]
        Value c3 = Residual(g.Stage("c3"), c2, 256, stride: 2);            // [N, 256, H/4, W/4]

        Value b1 = Residual(g.Stage("b1"), c3, 512, stride: 2);            // [N, 512, H/8, W/8]

        Value d1 = Decoder(g.Stage("d1"), skip: c3, b1, 256);              // [N, 256, H/4, W/4]
        Value d2 = Decoder(g.Stage("d2"), skip: c2, d1, 128);              // [N, 128, H/2, W/2]
        Value d3 = Decoder(g.Stage("d3"), skip: c1, d2, 64);               // [N,  64, H,   W  ]

        g.Output("logits", g.Conv2d("output", d3, classes, kernel: 1));    // [N,   K, H,   W  ]
        return g.Build();
    }

    /// <summary>The only block whose shortcut is not normalised: the picture is not yet activations.</summary>
    private static Value Stem(GraphBuilder g, Value x, int channels)
    {
        Value y = g.Conv2d("c1.0", x, channels, kernel: 3, padding: 1);
        y = g.ReLU(g.BatchNorm2d("c1.1", y));
        y = g.Conv2d("c1.3", y, channels, kernel: 3, padding: 1);
        return g.Add(y, g.Conv2d("c2.0", x, channels, kernel: 1));
    }

    private static Value Residual(GraphBuilder g, Value x, int channels, int stride)
    {
        Value y = g.ReLU(g.BatchNorm2d("c1.0", x));
        y = g.Conv2d("c1.2", y, channels, kernel: 3, stride, padding: 1);   // [N, channels, H/stride, W/stride]
        y = g.ReLU(g.BatchNorm2d("c1.3", y));
        y = g.Conv2d("c1.5", y, channels, kernel: 3, padding: 1);
        return g.Add(y, g.BatchNorm2d("c2.1", g.Conv2d("c2.0", x, channels, kernel: 1, stride)));
    }

    private static Value Decoder(GraphBuilder g, Value skip, Value x, int channels)
    {
        Value joined = g.Concat(g.UpsampleNearest(x, 2), skip);             // [N, Cx + Cskip, 2H, 2W]
        return Residual(g, joined, channels, stride: 1);                    // [N, channels,   2H, 2W]
    }
}
