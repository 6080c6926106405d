using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training.Augmentation;

/// <summary>Puts <see cref="SampleExtras"/> into a batch, as operations on whole batches on any device.</summary>
internal static class Extras
{
    private const int BlendRadius = 2;
    private const double Softness = 4;

    /// <summary>Pastes the donors' polyps, their borders blended over some pixels.</summary>
    /// <param name="pictures">f32 [N, 3, H, W] in [0, 1].</param>
    /// <param name="planes">f32 [N, K, H, W], 0 or 1, a plane a class.</param>
    /// <param name="donors">Donors' pictures, as <paramref name="pictures"/>; of samples without a donor anything.</param>
    /// <param name="donorPlanes">Donors' masks, as <paramref name="planes"/>.</param>
    /// <param name="extras">One for each sample.</param>
    public static (Tensor Pictures, Tensor Planes) Paste(Tensor pictures, Tensor planes, Tensor donors, Tensor donorPlanes, SampleExtras[] extras)
    {
        using TensorScope scope = TensorScope.Enter();
        Device device = pictures.Device;
        Tensor affine = DeviceUpload.Of<float>([.. extras.SelectMany(e => e.DonorAffine)], [extras.Length, 2, 3], device);
        Tensor grid = Functional.AffineGrid(affine, pictures.Size(2), pictures.Size(3));
        Tensor seen = Functional.GridSample(donors, grid, SampleMode.Bilinear, OutsideMode.Reflection);
        Tensor moved = Functional.GridSample(donorPlanes, grid, SampleMode.Bilinear, OutsideMode.Zeros);
        Tensor chosen = DeviceUpload.Of<float>([.. extras.Select(e => e.Donor < 0 ? 0f : 1f)], [extras.Length, 1, 1, 1], device);

        Tensor kinds = ClassPlanes.Split(ClassPlanes.Join(moved), (int)planes.Size(1)).Mul(chosen);
        Tensor shape = kinds.Sum([1], keepDim: true);                                            // [N, 1, H, W], 0 or 1
        Tensor opacity = Functional.AvgPool2d(shape, (2 * BlendRadius) + 1, stride: 1, padding: BlendRadius);
        return (scope.Keep(pictures.Add(seen.Sub(pictures).Mul(opacity))), scope.Keep(planes.Mul(1 - shape).Add(kinds)));
    }

    /// <summary>Adds highlights: white ellipses with a soft rim.</summary>
    /// <param name="pictures">f32 [N, 3, H, W] in [0, 1].</param>
    /// <param name="extras">One for each sample.</param>
    public static Tensor Highlight(Tensor pictures, SampleExtras[] extras)
    {
        int most = extras.Max(e => e.Spots.Length / SampleExtras.NumbersOfSpot);
        if (most == 0)
        {
            return pictures;
        }

        // Samples with fewer get spots of no opacity.
        float[] numbers = new float[extras.Length * most * SampleExtras.NumbersOfSpot];
        Array.Fill(numbers, 1);
        for (int n = 0; n < extras.Length; n++)
        {
            Span<float> own = numbers.AsSpan(n * most * SampleExtras.NumbersOfSpot, most * SampleExtras.NumbersOfSpot);
            extras[n].Spots.CopyTo(own);
            for (int i = extras[n].Spots.Length; i < own.Length; i += SampleExtras.NumbersOfSpot)
            {
                own[i + SampleExtras.NumbersOfSpot - 1] = 0;
            }
        }

        using TensorScope scope = TensorScope.Enter();
        Tensor all = DeviceUpload.Of<float>(numbers, [extras.Length, most, SampleExtras.NumbersOfSpot], pictures.Device);
        (Tensor x, Tensor y) = Positions(pictures);
        Tensor opacity = Spot(all, 0, x, y);
        for (int i = 1; i < most; i++)
        {
            // One after another: all at once are eleven tensors of [N, spots, H, W].
            using Tensor before = opacity;
            using Tensor next = Spot(all, i, x, y);
            opacity = before.Maximum(next);
        }

        return scope.Keep(pictures.Add((1 - pictures).Mul(opacity)));
    }

    /// <summary>How opaque each sample's spot <paramref name="index"/> is, [N, 1, H, W].</summary>
    private static Tensor Spot(Tensor all, int index, Tensor x, Tensor y)
    {
        using TensorScope scope = TensorScope.Enter();
        Tensor Number(int number) => all.Select(2, number).Select(1, index).View(all.Size(0), 1, 1, 1);
        Tensor right = x.Sub(Number(0)), down = y.Sub(Number(1)), cos = Number(4), sin = Number(5);
        Tensor along = right.Mul(cos).Add(down.Mul(sin)).Div(Number(2)), across = down.Mul(cos).Sub(right.Mul(sin)).Div(Number(3));
        Tensor inside = 1 - along.Pow(2).Add(across.Pow(2));                                      // [N, 1, H, W], 1 in the middle, 0 on the rim
        return scope.Keep(inside.Mul(Softness).Sigmoid().Mul(Number(6)));
    }

    /// <summary>Blackens what lies outside the borders and fills the holes with the picture's mean colour; there is no polyp in either.</summary>
    /// <param name="pictures">f32 [N, 3, H, W] in [0, 1].</param>
    /// <param name="planes">f32 [N, K, H, W].</param>
    /// <param name="extras">One for each sample.</param>
    public static (Tensor Pictures, Tensor Planes) Hide(Tensor pictures, Tensor planes, SampleExtras[] extras)
    {
        using TensorScope scope = TensorScope.Enter();
        float[] numbers = [.. extras.SelectMany(e => e.Border.Concat(e.Hole))];
        int borders = extras[0].Border.Length, each = numbers.Length / extras.Length;
        Tensor all = DeviceUpload.Of<float>(numbers, [extras.Length, each], pictures.Device);
        Tensor Border(int index) => all.Select(1, index).View(extras.Length, 1, 1, 1);
        Tensor Hole(int index) => Border(borders + index);
        (Tensor x, Tensor y) = Positions(pictures);
        Tensor right = x.Sub(Border(0)).Abs(), down = y.Sub(Border(1)).Abs();
        Tensor seen = Within(right, Border(2)).Mul(Within(down, Border(3)))
            .Mul(Within(right.Pow(2).Add(down.Pow(2)).Sqrt(), Border(4))).Mul(Within(right.Add(down), Border(5)));
        Tensor hole = Within(Hole(0), x).Mul(Within(x, Hole(2))).Mul(Within(Hole(1), y)).Mul(Within(y, Hole(3)));

        Tensor mean = pictures.Mean([2, 3], keepDim: true), dark = Border(6);                     // [N, 3, 1, 1], [N, 1, 1, 1]
        Tensor holed = pictures.Add(mean.Sub(pictures).Mul(hole));
        return (scope.Keep(dark.Add(holed.Sub(dark).Mul(seen))), scope.Keep(planes.Mul(seen).Mul(1 - hole)));
    }

    /// <summary>1 where one is at most the other, else 0.</summary>
    private static Tensor Within(Tensor value, Tensor limit) => limit.Sub(value).GreaterThanOrEqual(0).To(ScalarType.Float32);

    /// <summary>Columns [1, 1, 1, W] and rows [1, 1, H, 1], from -1 to 1 between the picture's edges.</summary>
    private static (Tensor X, Tensor Y) Positions(Tensor pictures)
    {
        (long height, long width) = (pictures.Size(2), pictures.Size(3));
        Tensor x = Tensor.Arange(width, ScalarType.Float32, pictures.Device).Add(0.5).Mul(2.0 / width).Sub(1).View(1, 1, 1, width);
        Tensor y = Tensor.Arange(height, ScalarType.Float32, pictures.Device).Add(0.5).Mul(2.0 / height).Sub(1).View(1, 1, height, 1);
        return (x, y);
    }
}
