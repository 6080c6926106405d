using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Architectures;

/// <summary>
/// UNet++: nested U-Nets of depth 1 to 4 that share their encoder; each node reads all earlier ones of its size. Z. Zhou et al., "UNet++: A Nested
/// U-Net Architecture for Medical Image Segmentation", DLMIA 2018, arXiv 1807.10165, and "UNet++: Redesigning Skip Connections", IEEE TMI 2020,
/// arXiv 1912.05074. Node X(i, j) is called <c>convI_J</c>, the head on X(0, j) <c>finalJ</c>.
/// </summary>
/// <remarks>
/// A network of depth L holds the nodes that X(0, L) needs and no others, under the same names: the weights of a shallower one are some of the
/// weights of a deeper one that was trained with deep supervision (the papers' pruning, speed for accuracy).
/// </remarks>
public static class UNetPlusPlus
{
    /// <summary>Name of the full network, with all heads.</summary>
    public const string Name = "unetpp";

    /// <summary>Depth of the full network.</summary>
    public const int MaxDepth = 4;

    private static readonly int[] Channels = [32, 64, 128, 256, 512];

    /// <summary>Name of the network of one head on X(0, <paramref name="depth"/>): <c>unetpp-l1</c> to <c>unetpp-l4</c>.</summary>
    public static string PrunedName(int depth) => $"{Name}-l{depth}";

    /// <summary>Name of the output of the head on X(0, <paramref name="depth"/>) in the full network.</summary>
    public static string OutputName(int depth) => depth == MaxDepth ? "logits" : $"logits_{depth}";

    /// <summary>
    /// RGB in [0, 1] in; out <c>logits</c>, one plane a class, of the head on X(0, 4), and after it, of the same shape, <c>logits_1</c> to
    /// <c>logits_3</c> of those on X(0, 1) to X(0, 3). H and W must be multiples of 16.
    /// </summary>
    /// <param name="classes">Number of output planes, at least 1.</param>
    public static NetworkGraph Build(int classes = 1) => Build(Name, classes, MaxDepth, [1, 2, 3]);

    /// <summary>The part that X(0, <paramref name="depth"/>) needs, with one head: <c>logits</c>.</summary>
    /// <param name="depth">1 to <see cref="MaxDepth"/>.</param>
    /// <param name="classes">Number of output planes, at least 1.</param>
    public static NetworkGraph BuildPruned(int depth, int classes = 1) => Build(PrunedName(depth), classes, depth, []);

    private static NetworkGraph Build(string name, int classes, int depth, int[] furtherHeads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, MaxDepth);
        var g = new GraphBuilder(name, sizeMultiple: 16);
        var x = new Value[depth + 1, depth + 1];
        x[0, 0] = Block(g.Stage("conv0_0"), g.Input(channels: 3), Channels[0]);         // [N,  32, H,      W     ]
        for (int i = 1; i <= depth; i++)
        {
            x[i, 0] = Down(g.Stage($"conv{i}_0"), x[i - 1, 0], Channels[i]);            // [N, C_i, H/2^i,  W/2^i ]

            // What the new level makes possible, upwards: X(i-1, 1), X(i-2, 2) ... X(0, i).
            for (int j = 1; j <= i; j++)
            {
                int level = i - j;
                Value[] before = [.. Enumerable.Range(0, j).Select(k => x[level, k])];
                x[level, j] = Join(g.Stage($"conv{level}_{j}"), before, below: x[level + 1, j - 1], Channels[level]);
            }
        }

        Value[] further = [.. furtherHeads.Select(Head)];
        g.Output("logits", Head(depth));                                                // [N,   K, H,      W     ]
        for (int k = 0; k < further.Length; k++)
        {
            g.Output(OutputName(furtherHeads[k]), further[k]);
        }

        return g.Build();

        Value Head(int j) => g.Conv2d($"final{j}", x[0, j], classes, kernel: 1);
    }

    private static Value Down(GraphBuilder g, Value x, int channels) => Block(g, g.MaxPool2d(x, kernel: 2, stride: 2), channels);

    /// <summary>X(i, 0) to X(i, j-1) [N, C_i, h, w] and X(i+1, j-1) [N, C_i+1, h/2, w/2] to X(i, j) [N, C_i, h, w].</summary>
    private static Value Join(GraphBuilder g, Value[] before, Value below, int channels) =>
        Block(g, g.Concat([.. before, g.UpsampleBilinear(below, 2, alignCorners: true)]), channels);

    private static Value Block(GraphBuilder g, Value x, int channels)
    {
        x = g.ReLU(g.BatchNorm2d("bn1", g.Conv2d("conv1", x, channels, kernel: 3, padding: 1)));
        return g.ReLU(g.BatchNorm2d("bn2", g.Conv2d("conv2", x, channels, kernel: 3, padding: 1)));
    }
}
