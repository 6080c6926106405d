using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Architectures;

/// <summary>
/// U-Net: an encoder that halves the size and doubles the channels, a decoder that goes back, and connections between equal sizes, so that the
/// decoder sees both what is there and where. O. Ronneberger et al., "U-Net: Convolutional Networks for Biomedical Image Segmentation", MICCAI
/// 2015, arXiv 1505.04597; here with batch normalisation, and with padding, so that the output is as large as the input.
/// </summary>
public static class UNet
{
    /// <summary>Name of the architecture in catalogs and files.</summary>
    public const string Name = "unet";

    /// <summary>RGB in [0, 1] in, <c>logits</c> out, one plane a class. H and W must be multiples of 16.</summary>
    /// <param name="classes">Number of output planes, at least 1.</param>
    public static NetworkGraph Build(int classes = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var g = new GraphBuilder(Name, sizeMultiple: 16);
        Value x = g.Input(channels: 3);                                     // [N,    3, H,    W   ]

        Value e1 = Block(g.Stage("e1").Scope("conv"), x, 64);               // [N,   64, H,    W   ]
        Value e2 = Encoder(g.Stage("e2"), e1, 128);                         // [N,  128, H/2,  W/2 ]
        Value e3 = Encoder(g.Stage("e3"), e2, 256);                         // [N,  256, H/4,  W/4 ]
        Value e4 = Encoder(g.Stage("e4"), e3, 512);                         // [N,  512, H/8,  W/8 ]

        GraphBuilder bridge = g.Stage("b");
        Value b = Block(bridge, Halve(bridge, e4), 1024);                   // [N, 1024, H/16, W/16]

        Value d1 = Decoder(g.Stage("d1"), skip: e4, b, 512);                // [N,  512, H/8,  W/8 ]
        Value d2 = Decoder(g.Stage("d2"), skip: e3, d1, 256);               // [N,  256, H/4,  W/4 ]
        Value d3 = Decoder(g.Stage("d3"), skip: e2, d2, 128);               // [N,  128, H/2,  W/2 ]
        Value d4 = Decoder(g.Stage("d4"), skip: e1, d3, 64);                // [N,   64, H,    W   ]

        g.Output("logits", g.Conv2d("outputs", d4, classes, kernel: 1));    // [N,    K, H,    W   ]
        return g.Build();
    }

    private static Value Halve(GraphBuilder g, Value x) => g.MaxPool2d(x, kernel: 2, stride: 2);

    private static Value Block(GraphBuilder g, Value x, int channels)
    {
        x = g.ReLU(g.BatchNorm2d("bn1", g.Conv2d("conv1", x, channels, kernel: 3, padding: 1)));
        return g.ReLU(g.BatchNorm2d("bn2", g.Conv2d("conv2", x, channels, kernel: 3, padding: 1)));
    }

    private static Value Encoder(GraphBuilder g, Value x, int channels) => Block(g.Scope("conv"), Halve(g, x), channels);

    private static Value Decoder(GraphBuilder g, Value skip, Value x, int channels)
    {
        Value up = g.ConvTranspose2d("up", x, channels, kernel: 2, stride: 2);   // [N, channels,     2H, 2W]
        return Block(g.Scope("conv"), g.Concat(up, skip), channels);             // [N, channels,     2H, 2W]
    }
}
